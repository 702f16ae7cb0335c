package io.espalier.mailchimp;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Batch operations: many calls in one, run later, one batch of an account at a time. "Finished"
 * says nothing of the rows: each has its own status in an archive that lies elsewhere.
 */
final class MailchimpBatches {
  /** Operations in one batch. Source: vendor's batch guide as re-read on 2026-08-13. */
  static final int MOST = 1000;

  /** A member's answer is about 6 kB; this allows each a hundred. */
  private static final long MOST_BYTES = 600L * 1024 * MOST;

  private static final Pattern HANDLE =
      Pattern.compile("batch/([A-Za-z0-9_-]{1,64})(?:/([a-z]{1,20}))?");

  // Seen in recorded results, 2016 to 2019: https://mailchimp-api-batch.s3.amazonaws.com/…
  private static final Pattern STORAGE =
      Pattern.compile(
          "mailchimp[a-z0-9-]*\\.s3([.-][a-z0-9-]+)?\\.amazonaws\\.com|.+\\.mailchimp\\.com");

  private final HttpStack http;
  private final MailchimpApi api;
  private final HttpStack anonymous;
  private final HttpUrl base;
  private final Gson gson = new Gson();

  /**
   * @param anonymous sends no credentials: the archive lies in storage that must not see them
   */
  MailchimpBatches(HttpStack http, MailchimpApi api, HttpStack anonymous, HttpUrl base) {
    this.http = http;
    this.api = api;
    this.anonymous = anonymous;
    this.base = base;
  }

  /**
   * What one operation came to.
   *
   * @param since the earliest moment of which it may speak
   */
  record Result(int status, JsonObject body, String text, Instant since) {}

  private record Line(
      @SerializedName("status_code") int status,
      @SerializedName("operation_id") @Nullable String id,
      @Nullable String response) {}

  MailchimpWire.Operation operation(String method, String path, String id, Object body) {
    return new MailchimpWire.Operation(
        method, path, Map.of("skip_merge_validation", "true"), gson.toJson(body), id);
  }

  /** A GET; a collection is read to its end by Mailchimp itself, each page a result of its own. */
  MailchimpWire.Operation read(String path, String id, Map<String, String> params) {
    return new MailchimpWire.Operation("GET", path, params, null, id);
  }

  /** A write of something else than a member. */
  MailchimpWire.Operation write(String method, String path, String id, Object body) {
    return new MailchimpWire.Operation(method, path, Map.of(), gson.toJson(body), id);
  }

  Job submit(List<MailchimpWire.Operation> operations) {
    return submit(operations, "");
  }

  /**
   * @param step which of several batches this is, for {@link #step}; lower-case letters
   */
  Job submit(List<MailchimpWire.Operation> operations, String step) {
    String id = http.call(api.submit(new MailchimpWire.Operations(operations))).require().id();
    return new Job("batch/" + id + (step.isEmpty() ? "" : "/" + step));
  }

  boolean isBatch(Job job) {
    return HANDLE.matcher(job.handle()).matches();
  }

  /**
   * Stops a batch, as far as Mailchimp does: what it has done is done, and what it has not is not
   * done later. Its results are lost. Source: OpenAPI 3.0.55, {@code DELETE /batches/{batch_id}}.
   */
  void stop(Job job) {
    var matcher = HANDLE.matcher(job.handle());
    if (matcher.matches()) {
      // One that cannot be stopped comes to its end some time, or is gone already.
      http.call(api.stop(matcher.group(1)));
    }
  }

  /** Which of several batches a job is; empty where there is but one. */
  String step(Job job) {
    var matcher = HANDLE.matcher(job.handle());
    return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
  }

  /**
   * The results by operation id; empty while the batch runs.
   *
   * @throws EspException of MISSING_TARGET for a job that Mailchimp does not know (any more)
   */
  Optional<Map<String, Result>> results(Job job) {
    return all(job)
        .map(
            all -> {
              Map<String, Result> last = new HashMap<>();
              all.forEach((id, some) -> last.put(id, some.get(some.size() - 1)));
              return last;
            });
  }

  /** Like {@link #results}, for operations of several results each. */
  Optional<Map<String, List<Result>>> all(Job job) {
    var matcher = HANDLE.matcher(job.handle());
    if (!matcher.matches()) {
      throw new EspException(Failure.of(FailureKind.PROTOCOL, "this is no job of Mailchimp's"));
    }
    Answer<MailchimpWire.Batch> answer = null;
    for (int attempt = 1; attempt <= 2; attempt++) {
      answer = http.call(api.batch(matcher.group(1)));
      MailchimpWire.Batch batch = answer.require();
      if (!"finished".equals(batch.status())) {
        return Optional.empty();
      }
      String url = batch.resultUrl();
      if (url == null || url.isBlank()) {
        return Optional.empty();
      }
      // A link lives for minutes: a second asking brings a fresh one.
      Answer<ResponseBody> archive =
          anonymous.call(anonymous.api(MailchimpApi.Storage.class).download(checked(url)));
      if (archive.failure().isEmpty()) {
        try {
          return Optional.of(read(archive.require(), since(batch)));
        } catch (EspException e) {
          if (e.failure().kind() != FailureKind.TRANSIENT || attempt == 2) {
            throw e;
          }
        }
      }
    }
    throw new EspException(
        Failure.of(
            FailureKind.TRANSIENT, "the results of a batch cannot be fetched from Mailchimp"));
  }

  private String checked(String url) {
    HttpUrl there = HttpUrl.parse(url);
    boolean ours =
        there != null
            && there.scheme().equals(base.scheme())
            && there.host().equals(base.host())
            && there.port() == base.port();
    if (there != null && (ours || (there.isHttps() && STORAGE.matcher(there.host()).matches()))) {
      return url;
    }
    throw new EspException(
        Failure.of(
            FailureKind.PROTOCOL,
            "Mailchimp sent us for a batch's results to "
                + (there == null ? "nowhere" : there.host())
                + ", which is not Mailchimp's storage"));
  }

  /** Its operations ran after that, as far as it tells. */
  private static Instant since(MailchimpWire.Batch batch) {
    return MailchimpTime.parse(batch.submitted()).orElse(Instant.EPOCH);
  }

  private Map<String, List<Result>> read(ResponseBody archive, Instant since) {
    Map<String, List<Result>> results = new HashMap<>();
    try (ResponseBody body = archive) {
      new TarFiles(body.byteStream(), MOST_BYTES)
          .each(
              name -> name.endsWith(".json"), (name, content) -> readFile(content, since, results));
    } catch (JsonParseException | IllegalStateException e) {
      if (e.getCause() instanceof IOException io && !(io instanceof MalformedJsonException)) {
        throw brokenOff(io);
      }
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, "the results of a batch are no JSON"), e);
    } catch (IOException e) {
      throw brokenOff(e);
    }
    return results;
  }

  private static EspException brokenOff(IOException e) {
    return new EspException(
        Failure.of(
            FailureKind.TRANSIENT, "the results of a batch are unreadable: " + e.getMessage()),
        e);
  }

  /** One file: an array of results; some are empty. */
  private void readFile(InputStream content, Instant since, Map<String, List<Result>> into)
      throws IOException {
    byte[] first = content.readNBytes(1);
    if (first.length == 0) {
      return;
    }
    InputStream whole =
        new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(first), content);
    JsonReader json = new JsonReader(new InputStreamReader(whole, StandardCharsets.UTF_8));
    if (json.peek() == JsonToken.END_DOCUMENT) {
      return;
    }
    json.beginArray();
    while (json.hasNext()) {
      Line line = gson.fromJson(json, Line.class);
      if (line.id() != null) {
        String text = line.response() == null ? "" : line.response();
        into.computeIfAbsent(line.id(), id -> new ArrayList<>(1))
            .add(new Result(line.status(), object(text), text, since));
      }
    }
    json.endArray();
  }

  private static JsonObject object(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }
}
