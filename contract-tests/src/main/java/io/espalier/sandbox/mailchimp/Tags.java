package io.espalier.sandbox.mailchimp;

/** Gives tags by name: an unknown one is made, and keeps the case that it first came in. */
final class Tags {
  private Tags() {}

  static void give(Call call, Audience audience, Member member, String name) {
    Segment tag = audience.tag(name).orElseGet(() -> make(call, audience, name));
    if (audience.join(member, tag, call.now())) {
      tag.updatedAt = call.now();
    }
  }

  static Segment make(Call call, Audience audience, String name) {
    Segment tag = new Segment();
    tag.id = call.account().nextSegmentId();
    tag.name = name;
    tag.createdAt = call.now();
    tag.updatedAt = call.now();
    audience.add(tag);
    return tag;
  }
}
