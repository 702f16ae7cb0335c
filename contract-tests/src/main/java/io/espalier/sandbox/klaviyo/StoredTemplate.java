package io.espalier.sandbox.klaviyo;

import org.jspecify.annotations.Nullable;

/** An email template. */
final class StoredTemplate {
  final String id;
  final String editorType;
  final String created;
  String name = "";
  String html = "";
  @Nullable String definition;
  @Nullable String text;
  @Nullable String amp;
  String updated;

  StoredTemplate() {
    this("", "", "");
  }

  StoredTemplate(String id, String editorType, String created) {
    this.id = id;
    this.editorType = editorType;
    this.created = created;
    this.updated = created;
  }

  StoredTemplate copy(String otherId, String now) {
    StoredTemplate copy = new StoredTemplate(otherId, editorType, now);
    copy.name = name;
    copy.html = html;
    copy.text = text;
    copy.amp = amp;
    copy.definition = definition;
    return copy;
  }
}
