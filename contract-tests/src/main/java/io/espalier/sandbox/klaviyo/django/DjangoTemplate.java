package io.espalier.sandbox.klaviyo.django;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template.
 *
 * <pre>{@code
 * DjangoTemplate.parse("Hi {{ first_name|default:'there' }}").render(Map.of(), setting)
 * }</pre>
 */
public final class DjangoTemplate {
  private final Node root;

  private DjangoTemplate(Node root) {
    this.root = root;
  }

  /**
   * Parses.
   *
   * @throws TemplateFault where it is no template; the message says where and why
   */
  public static DjangoTemplate parse(String source) {
    return new DjangoTemplate(Parser.parse(source));
  }

  /**
   * Renders for one recipient.
   *
   * @param variables by name: null (None), Boolean, Long, BigInteger, Double, String, List, Map
   *     with text keys
   * @throws TemplateFault where a filter or a loop cannot work with the values it meets
   * @throws RecipientSkipped where this recipient would get no message
   */
  public String render(Map<String, @Nullable Object> variables, Setting setting) {
    StringBuilder out = new StringBuilder();
    root.render(new Scope(variables, setting), out);
    return out.toString();
  }
}
