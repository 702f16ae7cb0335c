package io.espalier.sync.source;

import io.espalier.model.ValueType;
import io.espalier.rule.Names;
import io.espalier.spi.CrmReader;
import io.espalier.spi.EspException;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import java.util.List;

/** An object of a CRM: brought up to date in the store, then typed as the CRM declares it. */
final class CrmSource {
  private final Engine engine;

  CrmSource(Engine engine) {
    this.engine = engine;
  }

  void load(SourceSpec.Crm source) {
    try (CrmReader reader = source.opener().get()) {
      List<JdbcColumn> columns =
          reader.columns().stream().map(c -> new JdbcColumn(c.name(), type(c.type()))).toList();
      KeptPages kept = new KeptPages(engine, source, columns, reader.key());
      reader.read(kept.bookmark(), kept);
      new TypedTable(engine).make(source.name(), kept.table(), columns, "true");
    } catch (CrmReader.UnknownField e) {
      throw new WrongInput(
          source.fields(),
          "source '"
              + source.name()
              + "': "
              + source.label()
              + " shows no field '"
              + e.field()
              + "' of "
              + source.object().name(),
          Names.suggestion(e.field(), e.known()));
    } catch (EspException e) {
      throw new WrongInput(
          source.place(),
          "source '" + source.name() + "': " + e.failure().message(),
          e.failure().mend());
    }
  }

  private static String type(ValueType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case NUMBER -> "DECIMAL(38,9)";
      case BOOL -> "BOOLEAN";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMPTZ";
      case LIST -> TypedTable.LIST;
    };
  }
}
