package io.espalier.salesforcemc;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;

/** The four SOAP verbs. Status 200 says nothing: each row has its own. */
final class SalesforceMcSoap {
  /**
   * Values that one retrieve asks for. The operator IN takes several and names no limit
   * (developer.salesforce.com, simplefilterpart.html, 2026-11-28); a statement of the vendor's
   * database, SQL Server, binds 2,100 at most.
   */
  static final int VALUES = 2_000;

  /** So many are asked for by public clients: where they are refused, it is for another reason. */
  private static final int FEW = 200;

  /** Times that pages are read from the first on. */
  static final int FROM_THE_FIRST = 5;

  private final SalesforceMcSession session;

  /** Fewer than {@link #VALUES} where the account has refused as many. */
  private volatile int most = VALUES;

  SalesforceMcSoap(SalesforceMcSession session) {
    this.session = session;
  }

  /**
   * Reads all pages.
   *
   * @param property the filter's property; it equals one of the values
   */
  List<SoapNode> retrieve(
      String type, List<String> properties, String property, Collection<String> values) {
    return look(type, properties, values, some -> SoapFilter.in(property, some));
  }

  /**
   * Reads all pages of what many values find, in as few calls as the account allows: a call that is
   * refused, or comes to nothing, may have asked for too many, and is made again in halves.
   *
   * @param filter has one value for each of those wanted
   */
  <T> List<SoapNode> look(
      String type,
      List<String> properties,
      Collection<T> wanted,
      Function<List<T>, SoapFilter> filter) {
    List<T> all = List.copyOf(wanted);
    List<SoapNode> found = new ArrayList<>();
    int values = most;
    boolean refused = false;
    for (int from = 0; from < all.size(); ) {
      int to = Math.min(from + values, all.size());
      int asked = to - from;
      try {
        found.addAll(retrieve(type, properties, filter.apply(all.subList(from, to))));
        if (refused) {
          most = Math.min(most, values);
        }
        from = to;
      } catch (EspException e) {
        FailureKind kind = e.failure().kind();
        boolean tooMany =
            kind == FailureKind.INVALID
                || (kind == FailureKind.TRANSIENT && !Thread.currentThread().isInterrupted());
        if (asked <= FEW || !tooMany) {
          throw e;
        }
        values = asked / 2;
        refused |= kind == FailureKind.INVALID;
      }
    }
    return found;
  }

  /** Reads all pages; from the first again where the next one is gone. */
  List<SoapNode> retrieve(String type, List<String> properties, SoapFilter filter) {
    for (int attempt = 1; ; attempt++) {
      List<SoapNode> found = new ArrayList<>();
      String more = "";
      try {
        do {
          SoapReply reply = page(type, properties, filter, more);
          found.addAll(reply.results());
          more = reply.hasMore() ? reply.request() : "";
        } while (!more.isEmpty());
        return found;
      } catch (EspException e) {
        if (!isGone(e, more) || attempt == FROM_THE_FIRST) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether a next page was refused: it is given once, and lost where its answer was. The first may
   * be asked for again.
   */
  static boolean isGone(EspException refused, String more) {
    return !more.isEmpty() && refused.failure().kind() == FailureKind.INVALID;
  }

  /**
   * Reads one page, at most 2,500 objects.
   *
   * @param more the request whose next page it is; empty for the first
   */
  SoapReply page(String type, List<String> properties, SoapFilter filter, String more) {
    SoapReply reply =
        session.soap(
            SalesforceMcApi.Soap::retrieve,
            token -> retrieve(token, type, properties, filter, more));
    if (reply.failed()) {
      boolean gone = reply.overall().contains("does not exist");
      throw new EspException(
          Failure.of(
              gone ? FailureKind.MISSING_TARGET : FailureKind.INVALID,
              SalesforceMcErrors.NAME
                  + " refused to read "
                  + type
                  + ": "
                  + SalesforceMcErrors.shortened(reply.overall())));
    }
    return reply;
  }

  private static String retrieve(
      String token, String type, List<String> properties, SoapFilter filter, String more) {
    Xml xml = new Xml(token, "RetrieveRequestMsg").open("RetrieveRequest").put("ObjectType", type);
    properties.forEach(p -> xml.put("Properties", p));
    filter.print(xml, "Filter");
    if (!more.isEmpty()) {
      xml.put("ContinueRequest", more);
    }
    return xml.end();
  }

  /** Creates objects; one that exists is an error of its row. */
  <T> List<SoapNode> create(String type, List<T> objects, BiConsumer<Xml, T> print) {
    return send(SalesforceMcApi.Soap::create, "CreateRequest", o -> {}, type, objects, print);
  }

  /** Creates objects or changes those that exist. */
  <T> List<SoapNode> upsert(String type, List<T> objects, BiConsumer<Xml, T> print) {
    Consumer<Xml> updateAdd =
        xml ->
            xml.open("SaveOptions")
                .open("SaveOption")
                .put("PropertyName", "*")
                .put("SaveAction", "UpdateAdd")
                .close()
                .close();
    return send(SalesforceMcApi.Soap::update, "UpdateRequest", updateAdd, type, objects, print);
  }

  /** Changes objects; one that does not exist is an error of its row. */
  <T> List<SoapNode> update(String type, List<T> objects, BiConsumer<Xml, T> print) {
    return send(SalesforceMcApi.Soap::update, "UpdateRequest", o -> {}, type, objects, print);
  }

  <T> List<SoapNode> delete(String type, List<T> objects, BiConsumer<Xml, T> print) {
    return send(SalesforceMcApi.Soap::delete, "DeleteRequest", o -> {}, type, objects, print);
  }

  /** The result of each object, in their order; none where the answer leaves one out. */
  private <T> List<SoapNode> send(
      BiFunction<SalesforceMcApi.Soap, RequestBody, Call<ResponseBody>> verb,
      String root,
      Consumer<Xml> options,
      String type,
      List<T> objects,
      BiConsumer<Xml, T> print) {
    if (objects.isEmpty()) {
      return List.of();
    }
    SoapReply reply =
        session.soap(
            verb,
            token -> {
              Xml xml = new Xml(token, root).open("Options");
              options.accept(xml);
              xml.close();
              for (T object : objects) {
                xml.open("Objects", type);
                print.accept(xml, object);
                xml.close();
              }
              return xml.end();
            });
    if (reply.failed() && reply.results().isEmpty()) {
      throw new EspException(
          Failure.of(
              FailureKind.INVALID,
              SalesforceMcErrors.NAME
                  + " refused a "
                  + root
                  + ": "
                  + SalesforceMcErrors.shortened(reply.overall())));
    }
    return reply.ordered(objects.size());
  }

  /** What became of a row; one that was given up in a deadlock may be there all the same. */
  static Outcome outcome(SoapNode result, String reference) {
    if (result.isOk()) {
      return new Outcome.Applied(reference);
    }
    Failure failure = failure(result);
    return failure.kind() == FailureKind.TRANSIENT
        ? new Outcome.Unknown(failure)
        : new Outcome.Rejected(failure);
  }

  /**
   * What is known of rows whose call came to nothing: they may be there.
   *
   * @throws EspException where no later call would fare better
   */
  static List<Outcome> inDoubt(int rows, EspException why) {
    FailureKind kind = why.failure().kind();
    if (kind != FailureKind.TRANSIENT && kind != FailureKind.RATE_LIMITED) {
      throw why;
    }
    return Collections.nCopies(rows, new Outcome.Unknown(why.failure()));
  }

  /** Why a row failed, in the vendor's words. */
  static Failure failure(SoapNode result) {
    if (!result.exists()) {
      return Failure.of(
          FailureKind.PROTOCOL, SalesforceMcErrors.NAME + " said nothing about this row");
    }
    String words = SalesforceMcErrors.shortened(result.text("StatusMessage"));
    String code = result.text("ErrorCode");
    boolean locked = words.contains("Rerun the transaction") || words.contains("deadlock");
    return Failure.of(
        locked ? FailureKind.TRANSIENT : FailureKind.INVALID,
        SalesforceMcErrors.NAME
            + " refused it: "
            + words
            + (code.isEmpty() || code.equals("0") ? "" : " (" + code + ")"));
  }
}
