package io.espalier.amp.valid;

import io.espalier.amp.valid.CssToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** A style sheet, or an inline style. */
final class Css {
  private static final List<String> HTTPS = List.of("https");

  private final String css;
  private final List<CssToken> tokens;
  private final boolean strict;
  private final Map<String, Optional<Pattern>> properties;
  private final IntFunction<Problems.Spot> spots;
  private final Problems problems;
  private int at;

  /**
   * @param spots where an offset of the CSS stands in the document
   */
  Css(String css, boolean strict, IntFunction<Problems.Spot> spots, Problems problems) {
    this.css = css;
    this.strict = strict;
    this.properties = Rules.get().properties();
    this.spots = spots;
    this.problems = problems;
    CssTokens cut = CssTokens.of(css);
    this.tokens = cut.tokens();
    cut.broken().forEach(b -> problems.error(spots.apply(b.offset()), b.code(), b.message()));
  }

  void sheet() {
    rules(true);
  }

  /** The declarations of a {@code style} attribute. */
  void inline(String tag) {
    declarations(tokens, 0, Optional.of(tag));
  }

  private void rules(boolean top) {
    while (!peek().is(Kind.EOF)) {
      CssToken token = peek();
      if (token.is(Kind.SPACE) || (top && token.is(Kind.DELIM) && token.text().length() > 2)) {
        at++;
      } else if (!top && token.is(Kind.CLOSE, "}")) {
        return;
      } else if (token.is(Kind.AT)) {
        atRule();
      } else {
        rule();
      }
    }
  }

  private void atRule() {
    CssToken name = tokens.get(at++);
    int from = at;
    skipTo("{", true);
    List<CssToken> prelude = tokens.subList(from, at);
    boolean media = name.text().equals("media");
    if (!media && (strict || !name.text().equals("page"))) {
      error(name, "CSS_SYNTAX_INVALID_AT_RULE", "'@" + name.text() + "' is not for email");
      block();
      return;
    }
    if (media) {
      media(prelude);
    }
    if (!peek().is(Kind.OPEN, "{")) {
      at = peek().is(Kind.SEMICOLON) ? at + 1 : at;
      return;
    }
    at++;
    if (media) {
      rules(false);
      at = peek().is(Kind.CLOSE) ? at + 1 : at;
    } else {
      at--;
      block();
    }
  }

  private void media(List<CssToken> prelude) {
    Set<String> words = Set.of("and", "not", "only");
    int depth = 0;
    boolean feature = false;
    for (CssToken token : prelude) {
      if (token.is(Kind.OPEN)) {
        depth++;
        feature = true;
      } else if (token.is(Kind.CLOSE)) {
        depth--;
      } else if (token.is(Kind.IDENT)) {
        String name = token.text().toLowerCase(Locale.ROOT);
        if (depth > 0 && feature && !Rules.get().mediaFeatures().contains(name)) {
          error(
              token,
              "CSS_SYNTAX_DISALLOWED_MEDIA_FEATURE",
              "'" + name + "' is no media feature of email");
        } else if (depth == 0
            && !words.contains(name)
            && !Rules.get().mediaTypes().contains(name)) {
          error(
              token,
              "CSS_SYNTAX_DISALLOWED_MEDIA_TYPE",
              "'" + name + "' is no media type of email");
        }
        feature = false;
      } else if (token.is(Kind.COLON)) {
        feature = false;
      }
    }
    if (depth != 0 || prelude.stream().anyMatch(t -> t.is(Kind.BROKEN))) {
      error(tokens.get(at), "CSS_SYNTAX_MALFORMED_MEDIA_QUERY", "the media query is not whole");
    }
  }

  private void rule() {
    int from = at;
    skipTo("{", false);
    if (peek().is(Kind.EOF)) {
      error(
          tokens.get(from),
          "CSS_SYNTAX_EOF_IN_PRELUDE_OF_QUALIFIED_RULE",
          "the style sheet ends within a selector");
      return;
    }
    List<CssToken> prelude = new ArrayList<>(tokens.subList(from, at));
    prelude.add(new CssToken(Kind.EOF, "", peek().start(), peek().start()));
    new CssSelectors(prelude, strict, this::error).check();
    int body = at + 1;
    block();
    int end = at > body && tokens.get(at - 1).is(Kind.CLOSE, "}") ? at - 1 : at;
    List<CssToken> inside = new ArrayList<>(tokens.subList(body, end));
    inside.add(new CssToken(Kind.EOF, "", css.length(), css.length()));
    declarations(inside, 0, Optional.empty());
  }

  private void declarations(List<CssToken> list, int start, Optional<String> inlineTag) {
    int i = start;
    while (!list.get(i).is(Kind.EOF)) {
      CssToken token = list.get(i);
      if (token.is(Kind.SPACE) || token.is(Kind.SEMICOLON)) {
        i++;
        continue;
      }
      int end = end(list, i);
      if (token.is(Kind.AT)) {
        error(token, "CSS_SYNTAX_INVALID_AT_RULE", "'@" + token.text() + "' cannot stand here");
      } else if (!token.is(Kind.IDENT)) {
        if (!token.is(Kind.BROKEN)) {
          error(token, "CSS_SYNTAX_INVALID_DECLARATION", "a declaration begins with a property");
        }
      } else {
        declaration(list.subList(i, end), inlineTag);
      }
      i = end;
    }
  }

  /** After the declaration that begins there: at a semicolon outside of blocks, or the end. */
  private static int end(List<CssToken> list, int start) {
    int depth = 0;
    int i = start;
    while (!list.get(i).is(Kind.EOF) && !(depth == 0 && list.get(i).is(Kind.SEMICOLON))) {
      depth += list.get(i).is(Kind.OPEN) || list.get(i).is(Kind.FUNCTION) ? 1 : 0;
      depth -= list.get(i).is(Kind.CLOSE) ? 1 : 0;
      i++;
    }
    return i;
  }

  private void declaration(List<CssToken> part, Optional<String> inlineTag) {
    CssToken name = part.get(0);
    int colon = 1;
    while (colon < part.size() && part.get(colon).is(Kind.SPACE)) {
      colon++;
    }
    if (colon >= part.size() || !part.get(colon).is(Kind.COLON)) {
      error(name, "CSS_SYNTAX_INCOMPLETE_DECLARATION", "'" + name.text() + "' has no value");
      return;
    }
    String property = name.text().toLowerCase(Locale.ROOT);
    List<CssToken> value = part.subList(colon + 1, part.size());
    Optional<Pattern> expected = strict ? properties.get(property) : Optional.empty();
    if (expected == null) {
      error(
          name,
          inlineTag.isPresent()
              ? "DISALLOWED_PROPERTY_IN_ATTR_VALUE"
              : "CSS_SYNTAX_INVALID_PROPERTY_NOLIST",
          "the CSS property '" + property + "' is not for email");
      return;
    }
    int important = important(value);
    if (important >= 0) {
      error(value.get(important), "CSS_SYNTAX_DISALLOWED_IMPORTANT", "'!important' is not allowed");
    }
    if (expected.isPresent()) {
      String text = text(value, important).strip();
      if (!expected.get().matcher(text).matches()) {
        error(
            name,
            "CSS_SYNTAX_DISALLOWED_PROPERTY_VALUE",
            "the CSS property '" + property + "' cannot be '" + text + "' in an email");
      }
    }
    urls(value);
  }

  private static int important(List<CssToken> value) {
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).is(Kind.DELIM, "!")) {
        return i;
      }
    }
    return -1;
  }

  private String text(List<CssToken> value, int until) {
    StringBuilder text = new StringBuilder();
    List<CssToken> wanted = until < 0 ? value : value.subList(0, until);
    wanted.forEach(
        token ->
            text.append(token.is(Kind.SPACE) ? " " : css.substring(token.start(), token.end())));
    return text.toString();
  }

  private void urls(List<CssToken> value) {
    for (int i = 0; i < value.size(); i++) {
      CssToken token = value.get(i);
      String url = token.text();
      if (token.is(Kind.FUNCTION, "url") && i + 1 < value.size()) {
        url = value.get(i + 1).text();
      } else if (!token.is(Kind.URL)) {
        continue;
      }
      Optional<String> wrong = Urls.wrong(url, HTTPS, true);
      if (wrong.isPresent()) {
        String[] parts = wrong.get().split("\t", 2);
        error(token, "CSS_SYNTAX_" + parts[0], parts[1]);
      }
    }
  }

  /** Leaves {@code at} on the bracket, on a semicolon where that ends it, or at the end. */
  private void skipTo(String bracket, boolean semicolonEnds) {
    int depth = 0;
    while (!peek().is(Kind.EOF)) {
      CssToken token = peek();
      if (depth == 0
          && (token.is(Kind.OPEN, bracket) || (semicolonEnds && token.is(Kind.SEMICOLON)))) {
        return;
      }
      depth += token.is(Kind.OPEN) || token.is(Kind.FUNCTION) ? 1 : 0;
      depth -= token.is(Kind.CLOSE) && depth > 0 ? 1 : 0;
      at++;
    }
  }

  /** Behind the block that begins here. */
  private void block() {
    int depth = 0;
    while (!peek().is(Kind.EOF)) {
      CssToken token = tokens.get(at++);
      depth += token.is(Kind.OPEN) || token.is(Kind.FUNCTION) ? 1 : 0;
      depth -= token.is(Kind.CLOSE) ? 1 : 0;
      if (depth <= 0) {
        return;
      }
    }
  }

  private CssToken peek() {
    return tokens.get(at);
  }

  private void error(CssToken token, String code, String message) {
    problems.error(spots.apply(token.start()), code, message);
  }
}
