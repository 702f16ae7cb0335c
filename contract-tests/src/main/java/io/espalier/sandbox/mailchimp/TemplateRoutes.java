package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Custom-coded templates. Deleting one marks it inactive. */
final class TemplateRoutes {
  private static final int LONGEST_NAME = 50;

  private static final Pattern SECTION = Pattern.compile("\\smc:edit\\s*=\\s*[\"']([^\"']+)[\"']");

  private TemplateRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/templates", TemplateRoutes::list),
        Route.of("POST", "/templates", TemplateRoutes::create),
        Route.of("GET", "/templates/{template}", TemplateRoutes::get),
        Route.of("GET", "/templates/{template}/default-content", TemplateRoutes::sections),
        Route.of("PATCH", "/templates/{template}", TemplateRoutes::update),
        Route.of("DELETE", "/templates/{template}", TemplateRoutes::delete));
  }

  private static JsonObject list(Call call) {
    String type = call.exchange().parameter("type").orElse("");
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "templates",
                call.account().templates.values().stream()
                    .filter(template -> type.isEmpty() || type.equals("user")),
                template -> template.json(call.account().username)),
        call);
  }

  private static JsonObject get(Call call) {
    return Links.add(found(call).json(call.account().username), call);
  }

  private static JsonObject sections(Call call) {
    JsonObject answer = new JsonObject();
    answer.add("sections", TemplateSections.of(found(call).html));
    return Links.add(answer, call);
  }

  private static JsonObject create(Call call) {
    SavedTemplate template = new SavedTemplate();
    write(template, call);
    template.id = call.account().nextTemplateId();
    template.dateCreated = call.now();
    call.account().templates.put(template.id, template);
    return Links.add(template.json(call.account().username), call);
  }

  private static JsonObject update(Call call) {
    SavedTemplate template = found(call);
    write(template, call);
    return Links.add(template.json(call.account().username), call);
  }

  private static @Nullable JsonObject delete(Call call) {
    found(call).active = false;
    return null;
  }

  private static void write(SavedTemplate template, Call call) {
    if (call.account().on(MailchimpFact.CUSTOM_TEMPLATES_NEED_A_PLAN)) {
      throw Refusal.of(
          403, "Forbidden", "Your plan does not include custom-coded templates. Please upgrade.");
    }
    Body body = call.body();
    String name = body.requiredText("name");
    if (name.length() > LONGEST_NAME) {
      throw Refusal.field(
          "name",
          "This value is too long. It should have " + LONGEST_NAME + " characters or less.");
    }
    String html = body.requiredText("html");
    checkSections(html);
    template.folder = body.text("folder_id").orElse(template.folder);
    template.html = html;
    template.name = name;
    template.dateEdited = call.now();
  }

  private static void checkSections(String html) {
    Set<String> names = new HashSet<>();
    Matcher section = SECTION.matcher(html);
    while (section.find()) {
      if (!names.add(section.group(1))) {
        throw Refusal.badRequest("Editable section names must be unique");
      }
    }
  }

  private static SavedTemplate found(Call call) {
    return Optional.ofNullable(call.account().templates.get(call.id("template")))
        .orElseThrow(Refusal::notFound);
  }
}
