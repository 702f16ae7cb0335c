package io.espalier.sandbox.mailchimp;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/** An account as one JSON document, and back. It holds the API key: keep it as a secret. */
final class Snapshots {
  private static final int BYTES_PER_MEMBER = 800;
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
          .registerTypeAdapter(Values.class, new Values.Adapter())
          .registerTypeAdapter(byte[].class, new BytesAdapter().nullSafe())
          .disableHtmlEscaping()
          .create();

  private Snapshots() {}

  static String print(Account account) {
    int members = account.audiences.values().stream().mapToInt(a -> a.members.size()).sum();
    // Sized ahead: a big account's text would else be copied again and again as it grows.
    StringBuilder text = new StringBuilder(10_000 + members * BYTES_PER_MEMBER);
    GSON.toJson(account, text);
    return text.toString();
  }

  static Account read(String snapshot) {
    Account account = GSON.fromJson(snapshot, Account.class);
    account.audiences.values().forEach(Audience::index);
    // A finished batch without its results is an older snapshot's: gone, as after a week.
    account.batches.values().removeIf(batch -> batch.finished() && batch.archive == null);
    return account;
  }

  private static final class BytesAdapter extends TypeAdapter<byte[]> {
    @Override
    public void write(JsonWriter out, byte[] value) throws IOException {
      out.value(Base64.getEncoder().encodeToString(value));
    }

    @Override
    public byte[] read(JsonReader in) throws IOException {
      return Base64.getDecoder().decode(in.nextString());
    }
  }

  private static final class InstantAdapter extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return Instant.parse(in.nextString());
    }
  }
}
