package io.espalier.spi;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something to be made true at an ESP. Every kind may be repeated without harm. */
public sealed interface Change {

  /** The kinds, in the order in which a run sends them. */
  enum Kind {
    DEFINE_FIELD,
    DEFINE_SEGMENT,
    UPSERT,
    SET_CONSENT,
    LEAVE,
    JOIN,
    TRACK,
    DEFINE_NATIVE,
    RETIRE,
    PUBLISH,
    ERASE
  }

  Kind kind();

  /** The field exists, under its vendor's name and with its type. */
  record DefineField(Attribute attribute) implements Change {
    @Override
    public Kind kind() {
      return Kind.DEFINE_FIELD;
    }
  }

  /**
   * The list, tag or data extension exists, named and described as the segment is now.
   *
   * @param reference what an earlier definition was answered with, so that a segment renamed here
   *     is renamed there; empty for none
   */
  record DefineSegment(Segment segment, String reference) implements Change {
    public DefineSegment(Segment segment) {
      this(segment, "");
    }

    @Override
    public Kind kind() {
      return Kind.DEFINE_SEGMENT;
    }
  }

  /**
   * The person exists with these values.
   *
   * @param values attribute name → value; {@link Value.Nothing} clears, absent leaves
   * @param consent what may be assumed of a person whom the ESP does not know yet; an existing
   *     person's consent is never touched by an upsert
   * @param former the address at which the ESP last confirmed the person, where it is another one;
   *     null where it is the same or the ESP does not know the person. Where an ESP keeps what it
   *     holds under that address beside the new one, nobody is mailed at it any more: nothing that
   *     is said of the person later would reach it
   */
  record Upsert(
      ProfileKey key,
      EmailAddress email,
      Map<String, Value> values,
      Consent consent,
      @Nullable EmailAddress former)
      implements Change {
    public Upsert {
      values = Map.copyOf(values);
    }

    /** Of somebody whose address is the one that the ESP knows. */
    public Upsert(ProfileKey key, EmailAddress email, Map<String, Value> values, Consent consent) {
      this(key, email, values, consent, null);
    }

    @Override
    public Kind kind() {
      return Kind.UPSERT;
    }
  }

  /** The person, who has been upserted before, is a member of the segment. */
  record Join(Segment segment, ProfileKey key, EmailAddress email) implements Change {
    @Override
    public Kind kind() {
      return Kind.JOIN;
    }
  }

  /** The person is no member of the segment. */
  record Leave(Segment segment, ProfileKey key, EmailAddress email) implements Change {
    @Override
    public Kind kind() {
      return Kind.LEAVE;
    }
  }

  /**
   * The person's consent at the ESP is this. Only {@link ConsentGate} makes one that lets mail out.
   */
  record SetConsent(ProfileKey key, EmailAddress email, Consent consent) implements Change {
    @Override
    public Kind kind() {
      return Kind.SET_CONSENT;
    }
  }

  /** The ESP knows that the person did this, once: the event's type and id name it. */
  record Track(ProfileKey key, EmailAddress email, Event event) implements Change {
    @Override
    public Kind kind() {
      return Kind.TRACK;
    }
  }

  /**
   * The ESP keeps the segment by itself, by this definition, named as the segment is now.
   *
   * @param reference what an earlier definition was answered with; empty for none
   */
  record DefineNative(Segment segment, NativeSegment definition, String reference)
      implements Change {
    @Override
    public Kind kind() {
      return Kind.DEFINE_NATIVE;
    }
  }

  /**
   * What stood for the segment until now, and does no more, is gone: our list, tag or data
   * extension, or our definition. What is not ours stays.
   *
   * @param what which of the two
   * @param reference what its definition was answered with
   */
  record Retire(Segment segment, Container what, String reference) implements Change {
    /** What can stand for a segment at an ESP. */
    public enum Container {
      /** Filled by {@link Join} and {@link Leave}. */
      LIST,
      /** Made by {@link DefineNative}. */
      NATIVE
    }

    @Override
    public Kind kind() {
      return Kind.RETIRE;
    }
  }

  /**
   * The ESP holds this content under its key.
   *
   * @param reference what an earlier publication was answered with; empty for none
   * @param overwrite true to write also over what somebody edited there
   */
  record Publish(Content content, String reference, boolean overwrite) implements Change {
    /** What somebody edited there stays. */
    public Publish(Content content, String reference) {
      this(content, reference, false);
    }

    @Override
    public Kind kind() {
      return Kind.PUBLISH;
    }
  }

  /**
   * The ESP holds nothing about the person any more, wherever we or it put it, and keeps the
   * address from mail where it can.
   */
  record Erase(ProfileKey key, EmailAddress email) implements Change {
    @Override
    public Kind kind() {
      return Kind.ERASE;
    }
  }
}
