package io.espalier.sync.project;

import io.espalier.model.Segment;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;

/** A segment, its rule read, and where the rule stands. */
public record SegmentSpec(Segment segment, Rule rule, Origin origin) {}
