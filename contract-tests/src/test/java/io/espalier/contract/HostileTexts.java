package io.espalier.contract;

import java.util.List;

/** Texts that have broken somebody's connector before. */
final class HostileTexts {
  static final List<String> ALL =
      List.of(
          "Zoë Brontë",
          "用户 例子",
          "عربى",
          "🙂 👩‍👩‍👧 🇬🇧",
          "O'Hara \"the\" \\ back",
          "a,b;c|d\te",
          "line one\nline two",
          "%%=v(1)=%% %%[ set @a = 1 ]%%",
          "{{ person }} {% if a %} {# b #}",
          "*|FNAME|* *|IF:X|*",
          "<b>bold</b> & &amp; </script> ]]>",
          "null",
          "true",
          "0",
          "007",
          "1e5",
          "2024-02-29",
          "=1+1",
          "x".repeat(255),
          "é".repeat(256),
          "y".repeat(5_000));

  private HostileTexts() {}
}
