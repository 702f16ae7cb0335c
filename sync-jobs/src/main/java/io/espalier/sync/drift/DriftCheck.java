package io.espalier.sync.drift;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.sync.plan.Planner;
import io.espalier.sync.project.DriftSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads each ESP back by pages and compares, three ways: what is wanted, what the ESP last
 * confirmed, what it holds now.
 *
 * <p>A vendor's own form of a value is no drift. Opt-outs are none either: they are learned first,
 * as a plan learns them. Nothing is sent. Source of the words: normalisation and drift,
 * techniques.md and the resource life cycle that Terraform documents.
 */
public final class DriftCheck {
  private final Project project;
  private final Engine engine;
  private final SyncJob job;

  public DriftCheck(Project project, Engine engine, SyncJob job) {
    this.project = project;
    this.engine = engine;
    this.job = job;
  }

  /**
   * Looks at every connected ESP.
   *
   * @param repair the ledger takes what was read, as the policies say: the next plan repairs it
   * @return one account an ESP, in the order of the connections
   */
  public List<AccountDrift> check(Population people, Instant at, boolean repair) {
    job.desire(at, people);
    List<AccountDrift> all = new ArrayList<>();
    for (Connections.Open open : job.connections().all()) {
      all.add(check(open, at, repair));
    }
    return all;
  }

  private AccountDrift check(Connections.Open open, Instant at, boolean repair) {
    String account = open.ledgerAccount();
    String esp = open.esp().id();
    DriftSpec policies = project.profile().drift();
    List<Attribute> attributes = job.attributes(esp);
    DefinitionDrift definitions =
        new DefinitionDrift(engine, account, attributes, project.segmentList(), policies);
    definitions.look(open.connector());
    Actual actual = new Actual(engine, open.connector(), account);
    actual.read(definitions.standing());
    noteRead(definitions.standing());
    Repair.forgetOutdated(engine, account);
    FieldDrift fields =
        new FieldDrift(
            engine,
            account,
            attributes,
            definitions.goneFields(),
            policies,
            open.esp().longestText());
    fields.compare(Planner.wants(esp));
    PeopleDrift people = new PeopleDrift(engine, account, policies);
    people.compare(Planner.wants(esp), Planner.MEMBERS);
    List<Finding> findings = new ArrayList<>(definitions.findings());
    findings.addAll(fields.findings());
    findings.addAll(people.findings());
    if (repair) {
      new Repair(engine, account, policies, at).adopt(definitions);
    }
    return new AccountDrift(
        esp,
        open.esp().label(),
        account,
        engine.number("select count(*) from " + Actual.PEOPLE),
        actual.strangers(),
        engine.number("select count(*) from " + Actual.MEMBERS),
        findings,
        fields.normalised(),
        fields.settled(),
        fields.kept() + people.kept() + definitions.kept());
  }

  /** The segments whose members were read: of the others nothing can be said. */
  private void noteRead(List<Segment> segments) {
    engine.run("create or replace temp table es_drift_read (segment varchar)");
    segments.forEach(s -> engine.run("insert into es_drift_read values (?)", s.id()));
  }
}
