package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import io.espalier.sandbox.RenderException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions on values, attributes, links and content. */
final class ContentFunctions {
  private ContentFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("V", 1, 1, (in, a) -> a.get(0));
    registry.add("Empty", 1, 1, (in, a) -> Values.isEmpty(a.get(0)));
    registry.add("AttributeValue", 1, 1, ContentFunctions::attribute);
    registry.add("RedirectTo", 1, 1, (in, a) -> text(a, 0));
    registry.add("WrapLongURL", 1, 1, (in, a) -> text(a, 0));
    registry.add("TreatAsContent", 1, 1, (in, a) -> in.render(text(a, 0)));
    registry.add("ContentBlockByKey", 1, 5, ContentFunctions::block);
    registry.add("BeginImpressionRegion", 1, 1, (in, a) -> null);
    registry.add("EndImpressionRegion", 0, 1, (in, a) -> null);
    registry.add("Domain", 1, 1, (in, a) -> text(a, 0).substring(text(a, 0).indexOf('@') + 1));
    registry.add(
        "IsEmailAddress", 1, 1, (in, a) -> text(a, 0).matches("[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+"));
    registry.add("RaiseError", 1, 5, ContentFunctions::raise);
  }

  private static @Nullable Object attribute(Interpreter in, List<@Nullable Object> a) {
    String name = text(a, 0);
    if (name.isEmpty()) {
      throw Failures.runtime("AttributeValue: the name is empty");
    }
    Optional<SendContext.Cell> cell = in.named(name);
    return cell.isEmpty() ? "" : cell.get().value();
  }

  private static Object block(Interpreter in, List<@Nullable Object> a) {
    Optional<String> content = in.context().contentBlock(text(a, 0));
    if (content.isPresent()) {
      return in.render(content.get());
    }
    if (a.size() > 2 && !Arguments.flag(a, 2)) {
      return text(a, 3);
    }
    throw Failures.runtime("ContentBlockByKey: there is no content of the key " + text(a, 0));
  }

  private static Object raise(Interpreter in, List<@Nullable Object> a) {
    throw new RenderException(
        (Arguments.flag(a, 1) ? "the subscriber is skipped" : "the job is stopped")
            + " by RaiseError (111): "
            + text(a, 0));
  }
}
