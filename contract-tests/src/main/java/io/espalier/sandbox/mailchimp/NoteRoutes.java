package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The notes about one contact, 1,000 characters each at most, the newest first. */
final class NoteRoutes {
  private static final int LONGEST = 1_000;
  private static final String NOTES = "/lists/{list}/members/{member}/notes";

  private NoteRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", NOTES, NoteRoutes::list),
        Route.of("POST", NOTES, NoteRoutes::create),
        Route.of("GET", NOTES + "/{note}", call -> shown(call, found(call))),
        Route.of("PATCH", NOTES + "/{note}", NoteRoutes::update),
        Route.of("DELETE", NOTES + "/{note}", NoteRoutes::delete));
  }

  private static JsonObject list(Call call) {
    Member member = call.member();
    boolean ascending = call.exchange().parameter("sort_dir").orElse("").equals("ASC");
    Comparator<Note> order = Comparator.comparing((Note note) -> note.id);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "notes",
                member.notes().stream().sorted(ascending ? order : order.reversed()),
                note -> note.json(call.audience(), member));
    answer.addProperty("email_id", member.id());
    answer.addProperty("list_id", call.audience().id);
    return Links.add(answer, call);
  }

  private static JsonObject create(Call call) {
    Note note = new Note(call.account().nextWebId(), call.now(), text(call));
    call.member().add(note);
    return shown(call, note);
  }

  private static JsonObject update(Call call) {
    Note note = found(call);
    note.text = text(call);
    note.updatedAt = call.now();
    return shown(call, note);
  }

  private static String text(Call call) {
    String text = call.body().text("note").orElse("");
    if (text.length() > LONGEST) {
      throw Refusal.field(
          "note", "This value is too long. It should have " + LONGEST + " characters or less.");
    }
    return text;
  }

  private static @Nullable JsonObject delete(Call call) {
    call.member().remove(found(call));
    return null;
  }

  private static Note found(Call call) {
    long id = call.id("note");
    return call.member().notes().stream()
        .filter(note -> note.id == id)
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, Note note) {
    return Links.add(note.json(call.audience(), call.member()), call);
  }
}
