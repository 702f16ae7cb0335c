package io.espalier.sync.drift;

import io.espalier.sync.project.DriftSpec.Policy;
import java.util.List;

/**
 * One kind of change that somebody made inside an ESP.
 *
 * @param subject the attribute or the segment; empty where it is about people
 * @param there what it is there, where that is one thing: a name, a type; empty otherwise
 * @param count of people; 1 for a definition
 * @param conflicts of these, where ours has changed since it was confirmed: the next sync sends it
 * @param examples the first few, without clear addresses
 */
public record Finding(
    What what,
    String subject,
    String there,
    Policy policy,
    long count,
    long conflicts,
    List<Example> examples) {
  public Finding {
    examples = List.copyOf(examples);
  }

  /** What somebody did. */
  public enum What {
    VALUE_CHANGED,
    FIELD_DELETED,
    FIELD_ALTERED,
    SEGMENT_DELETED,
    SEGMENT_RENAMED,
    MEMBER_REMOVED,
    MEMBER_ADDED,
    STRANGER_ADDED,
    PERSON_DELETED,
    ADDRESS_CHANGED,
    MADE_MAILABLE,
    MADE_UNMAILABLE
  }

  /**
   * @param key of the person; empty for somebody whom we did not put there
   * @param address masked
   * @param ours what the ESP last confirmed; empty for nothing
   * @param theirs what it holds now; empty for nothing
   */
  public record Example(String key, String address, String ours, String theirs) {}
}
