package io.espalier.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account behind a sandbox's server: what its API answers, and what a marketer would see of it.
 * All methods may be called from several threads at once.
 */
public interface Interior {

  /** The ESP's name, as people say it. */
  String label();

  /** The API's answer. */
  Reply answer(Exchange exchange);

  /** A refusal in the ESP's own form, for a failure that is none of the caller's making. */
  Reply refusal(Exchange exchange, int status);

  /** The same with the headers that the fault asks for, such as {@code Retry-After}. */
  default Reply refusal(Exchange exchange, Fault.Refusal fault) {
    Reply reply = refusal(exchange, fault.status());
    for (Map.Entry<String, String> header : fault.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  /** Somebody else touches a record, so that its place among the others changes. */
  void stir();

  /** Lists, tags, data extensions, in the order in which the ESP shows them. */
  List<Group> groups();

  /** Addresses of the first people, at most so many. */
  List<String> people(int most);

  /** All that the ESP shows about a person; empty where it does not know the address. */
  Optional<Face> face(String email);

  /** Emails and blocks that are kept there. */
  List<Stored> stored();

  /**
   * As {@link Sandbox#render}.
   *
   * @throws RenderException where the ESP would refuse the template or skip the recipient
   */
  String render(String template, String email);

  /**
   * People under one name.
   *
   * @param kind the ESP's word: list, tag, data extension
   */
  record Group(String kind, String name, String id, long members) {}

  /**
   * A person.
   *
   * @param fields name → value as the ESP would show it
   * @param groups names of groups that hold the person
   * @param consent what stands between the person and a mail, in the ESP's words
   */
  record Face(Map<String, String> fields, List<String> groups, String consent) {}

  /**
   * A template.
   *
   * @param html in the ESP's merge language
   */
  record Stored(String id, String name, String html) {}
}
