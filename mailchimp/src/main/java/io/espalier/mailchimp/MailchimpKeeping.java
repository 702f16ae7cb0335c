package io.espalier.mailchimp;

import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.util.List;
import java.util.Optional;

/** What a segment is in Mailchimp: a tag, or a group. */
interface MailchimpKeeping {

  /** One row: this person, in or out of this segment. */
  record Row(Segment segment, EmailAddress email) {}

  List<Outcome> define(List<Change.DefineSegment> changes);

  /**
   * What a segment's definition was answered with is there: from now on it is found by that, and
   * not by its name.
   */
  void found(Segment segment, String reference);

  /**
   * @param join false to leave
   */
  List<Outcome> push(List<Row> rows, boolean join);

  List<Outcome> poll(Job job, List<Row> rows, boolean join);

  /** One page of a segment's members; empty where there is no such segment. */
  Optional<MailchimpWire.Members> page(String list, Segment segment, int offset, String fields);
}
