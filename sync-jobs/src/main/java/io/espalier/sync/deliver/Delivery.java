package io.espalier.sync.deliver;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.TargetSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.RowBatch;
import io.espalier.sync.source.RowStream;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Forgotten;
import io.espalier.sync.store.Ledger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings the rows of a table to a target, each of them to a proved outcome.
 *
 * <pre>{@code
 * Delivery.Delivered done = Delivery.run(project, target, state, rejects, clock);
 * }</pre>
 *
 * <p>The target is then equal to the table, without the rows that it cannot hold, and without those
 * that name somebody who was erased. A delivery that ends early changes nothing.
 */
public final class Delivery {
  private final Rejects rejects;
  private final TargetSpec target;
  private final JsonLinesFile file;
  private final Optional<Forgotten> forgotten;
  private final String keyColumn;
  private List<String> columns = List.of();
  private long read;
  private long rejected;
  private long withheld;

  /**
   * What became of the rows.
   *
   * @param rows that are there now, counted in the file
   * @param rejected that the target cannot hold
   * @param withheld that name somebody who was erased
   * @param sha256 of the file
   * @param unchanged it was there already, byte by byte, and was not touched
   */
  public record Delivered(
      String target,
      Path file,
      long rows,
      long rejected,
      long withheld,
      long bytes,
      String sha256,
      boolean unchanged) {}

  private Delivery(
      Project project,
      TargetSpec target,
      JsonLinesFile file,
      Optional<Forgotten> forgotten,
      Rejects rejects) {
    this.target = target;
    this.file = file;
    this.forgotten = forgotten;
    this.rejects = rejects;
    this.keyColumn =
        target.from().equals(project.profile().from().column())
            ? project.profile().key().column()
            : "";
  }

  /**
   * @param state the folder where the store is, if there is one
   * @param rejects receives each row that cannot be delivered
   * @throws WrongInput where the table cannot be read, or is empty and may not be
   * @throws DeliveryException where the target cannot be written
   */
  public static Delivered run(
      Project project, TargetSpec target, Path state, Rejects rejects, Clock clock) {
    Path path = project.dir().resolve(target.path());
    Optional<Forgotten> forgotten = forgotten(project, state);
    try (JsonLinesFile file = new JsonLinesFile(path)) {
      Delivery delivery = new Delivery(project, target, file, forgotten, rejects);
      delivery.carry(project);
      delivery.refuseEmpty(project);
      return delivery.settle(path, new Receipts(state), clock.instant());
    }
  }

  private static Optional<Forgotten> forgotten(Project project, Path state) {
    Path store = state.resolve("store.duckdb");
    if (!Files.isRegularFile(store)) {
      return Optional.empty();
    }
    try (Engine engine = Engine.at(store, project.store().memoryMiB())) {
      Ledger.prepare(engine);
      return Forgotten.of(engine);
    }
  }

  private void carry(Project project) {
    try (Belt belt = new Belt(this::begin, this::push)) {
      RowStream.read(project, target.from(), rejects, belt);
      belt.end();
    }
  }

  private void begin(List<String> names) {
    columns = names;
    file.begin(names);
  }

  private void push(RowBatch batch) {
    read += batch.rows();
    if (forgotten.isPresent()) {
      withheld += batch.leaveOut(row -> names(forgotten.get(), batch, row));
    }
    for (RowTarget.Refusal refusal : file.push(batch)) {
      rejected++;
      rejects.add(target.from(), "row " + refusal.row(), refusal.reason());
    }
  }

  /** Whether a row has an address of somebody who was erased in any place, or their key. */
  private boolean names(Forgotten gone, RowBatch batch, int row) {
    for (int column = 0; column < batch.columns(); column++) {
      boolean key = columns.get(column).equalsIgnoreCase(keyColumn);
      switch (batch.cell(row, column)) {
        case TEXT -> {
          String text = new String(batch.utf8(row, column), StandardCharsets.UTF_8);
          if (gone.isAddress(text) || (key && gone.isKey(text.strip()))) {
            return true;
          }
        }
        case WHOLE -> {
          if (key && gone.isKey(Long.toString(batch.whole(row, column)))) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private void refuseEmpty(Project project) {
    SourceSpec source = project.sources().get(target.from());
    if (read == 0 && source != null && !source.allowEmpty()) {
      throw new WrongInput(
          source.place(),
          "source '" + source.name() + "' is empty: it has not one usable row",
          "look at where it comes from; if it may be empty, write allow_empty: true");
    }
  }

  private Delivered settle(Path path, Receipts receipts, Instant now) {
    RowTarget.Proof proof = file.finish();
    boolean unchanged = receipts.holds(target.name(), path, proof);
    if (!unchanged) {
      file.replace();
      receipts.keep(target.name(), path, proof, now);
    }
    return new Delivered(
        target.name(),
        path,
        proof.rows(),
        rejected,
        withheld,
        proof.bytes(),
        proof.sha256(),
        unchanged);
  }
}
