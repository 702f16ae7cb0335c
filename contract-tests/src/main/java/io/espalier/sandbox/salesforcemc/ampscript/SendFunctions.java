package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Functions that write, link or reach outside. Writes happen at the end of a send, so that a
 * rendering shows nothing of them; what reaches outside is not run, and says so.
 */
final class SendFunctions {
  private static final List<String> OUTSIDE =
      List.of(
          "HTTPGet",
          "HTTPPost",
          "HTTPPost2",
          "HTTPPostWithRetry",
          "RetrieveSalesforceObjects",
          "RetrieveSalesforceJobSources",
          "CreateSalesforceObject",
          "UpdateSingleSalesforceObject",
          "RetrieveMSCRMRecords",
          "RetrieveMSCRMRecordsFetchXML",
          "CreateMSCRMRecord",
          "UpdateMSCRMRecords",
          "UpsertMSCRMRecord",
          "SetStateMSCRMRecord",
          "AddMSCRMListMember",
          "DescribeMSCRMEntities",
          "DescribeMSCRMEntityAttributes",
          "EncryptSymmetric",
          "DecryptSymmetric",
          "GetJWT",
          "GetJWTByKeyName",
          "GetPortfolioItem",
          "TransformXML");

  private SendFunctions() {}

  static void addTo(Functions.Registry registry) {
    for (String name : OUTSIDE) {
      registry.add(
          name,
          0,
          -1,
          (in, a) -> {
            throw Failures.runtime(
                name + " reaches outside of Marketing Cloud: the sandbox does not run it");
          });
    }
    registry.add("InsertDE", 3, -1, SendFunctions::write);
    registry.add("UpdateDE", 6, -1, SendFunctions::write);
    registry.add("UpsertDE", 6, -1, SendFunctions::write);
    registry.add("DeleteDE", 3, -1, SendFunctions::write);
    registry.add("UpsertContact", 5, -1, (in, a) -> null);
    registry.add("AttachFile", 4, 8, (in, a) -> null);
    registry.add("CloudPagesURL", 1, -1, SendFunctions::page);
    registry.add("MicrositeURL", 1, -1, SendFunctions::page);
    registry.add("LiveContentMicrositeURL", 2, 2, SendFunctions::page);
    registry.add("RequestParameter", 1, 1, (in, a) -> "");
    registry.add("QueryParameter", 1, 1, (in, a) -> "");
    registry.add("IsNullDefault", 2, 2, (in, a) -> a.get(0) == null ? a.get(1) : a.get(0));
    registry.add(
        "IsPhoneNumber",
        1,
        1,
        (in, a) -> text(a, 0).replaceAll("[\\s().-]", "").matches("(\\+?1)?[2-9][0-9]{9}"));
    registry.add("GUID", 0, 0, (in, a) -> guid(in));
    registry.add("Random", 2, 2, SendFunctions::random);
    registry.add("LongSFID", 1, 1, (in, a) -> longId(text(a, 0)));
    registry.add("Base64Decode", 1, 3, SendFunctions::decoded);
    registry.add("ClaimRow", 4, -1, SendFunctions::claimRow);
    registry.add("ClaimRowValue", 3, -1, SendFunctions::claimRowValue);
    registry.add("TreatAsContentArea", 2, 3, (in, a) -> in.render(text(a, 1)));
    for (String name :
        List.of("ContentBlockByID", "ContentBlockByName", "ContentArea", "ContentAreaByName")) {
      boolean byName = name.endsWith("Name");
      registry.add(name, 1, 5, (in, a) -> block(in, a, name, byName));
    }
    for (String name : List.of("ContentImageByID", "ContentImageByKey", "Image")) {
      registry.add(
          name,
          1,
          2,
          (in, a) -> "<img src=\"https://image.example.com/" + text(a, 0) + "\" alt=\"\">");
    }
    registry.add("WAT", 1, -1, (in, a) -> "");
    registry.add("WATP", 1, 1, (in, a) -> "");
  }

  /** The rows are written when the send is over. */
  private static @Nullable Object write(Interpreter in, List<@Nullable Object> a) {
    DataFunctions.table(in, text(a, 0));
    return null;
  }

  private static Object page(Interpreter in, List<@Nullable Object> a) {
    if (a.size() % 2 == 0) {
      throw Failures.runtime("CloudPagesURL: a name without a value");
    }
    if (!text(a, 0).matches("[0-9]+")) {
      throw Failures.runtime("CloudPagesURL: there is no page " + text(a, 0));
    }
    // The parameters travel encrypted.
    return "https://cloud.example.com/page" + text(a, 0) + "?qs=" + guid(in).replace("-", "");
  }

  /** The same for the same person and place, so that a rendering can be seen again. */
  private static String guid(Interpreter in) {
    String seed = in.context().personalization("_subscriberkey").orElse("") + in.count();
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Object random(Interpreter in, List<@Nullable Object> a) {
    int low = Arguments.whole("Random", a, 0);
    int high = Arguments.whole("Random", a, 1);
    int span = Math.max(1, high - low + 1);
    return BigDecimal.valueOf(low + Math.floorMod(guid(in).hashCode(), span));
  }

  /** The eighteen signs that tell an id's letters without their case. */
  private static String longId(String id) {
    if (id.length() != 15) {
      return id;
    }
    StringBuilder suffix = new StringBuilder();
    for (int block = 0; block < 3; block++) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        bits |= Character.isUpperCase(id.charAt(block * 5 + i)) ? 1 << i : 0;
      }
      suffix.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".charAt(bits));
    }
    return id + suffix;
  }

  private static Object decoded(Interpreter in, List<@Nullable Object> a) {
    try {
      return new String(Base64.getDecoder().decode(text(a, 0)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Failures.runtime("Base64Decode: this is not Base64");
    }
  }

  private static Object block(
      Interpreter in, List<@Nullable Object> a, String function, boolean byName) {
    String wanted = text(a, 0);
    Optional<String> content =
        byName
            ? in.context().contentNamed(wanted.substring(wanted.lastIndexOf('\\') + 1))
            : in.context().contentNumbered(wanted);
    if (content.isPresent()) {
      return in.render(content.get());
    }
    if (a.size() > 2 && !Arguments.flag(a, 2)) {
      return text(a, 3);
    }
    throw Failures.runtime(function + ": there is no content " + wanted);
  }

  /** The person's own row, or the first that is free; none, and no error, where none is. */
  private static RowSet claimRow(Interpreter in, List<@Nullable Object> a) {
    return new RowSet(claimed(in, a, 1, 2).map(List::of).orElse(List.of()));
  }

  private static Object claimRowValue(Interpreter in, List<@Nullable Object> a) {
    SendContext.Table table = DataFunctions.table(in, text(a, 0));
    String column = DataFunctions.column(table, text(a, 1));
    Optional<RowSet.Line> line = claimed(in, a, 2, a.size() > 3 ? 4 : 3);
    Object value = line.map(l -> l.cells().get(column)).orElse(null);
    return value == null ? text(a, 3) : value;
  }

  private static Optional<RowSet.Line> claimed(
      Interpreter in, List<@Nullable Object> a, int flagAt, int pairsAt) {
    SendContext.Table table = DataFunctions.table(in, text(a, 0));
    String flag = DataFunctions.column(table, text(a, flagAt));
    Map<String, String> mine = new HashMap<>();
    for (int i = pairsAt; i + 1 < a.size(); i += 2) {
      mine.put(DataFunctions.column(table, text(a, i)), text(a, i + 1));
    }
    List<Map<String, @Nullable Object>> free = new ArrayList<>();
    for (Map<String, @Nullable Object> row : table.rows()) {
      boolean taken = Values.print(row.get(flag)).toLowerCase(Locale.ROOT).matches("true|1");
      boolean own =
          taken
              && !mine.isEmpty()
              && mine.entrySet().stream()
                  .allMatch(e -> Values.print(row.get(e.getKey())).equals(e.getValue()));
      if (own) {
        return Optional.of(new RowSet.Line(table.columns(), row));
      }
      if (!taken) {
        free.add(row);
      }
    }
    return free.stream().findFirst().map(row -> new RowSet.Line(table.columns(), row));
  }
}
