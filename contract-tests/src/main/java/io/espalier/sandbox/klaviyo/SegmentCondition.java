package io.espalier.sandbox.klaviyo;

import java.time.Instant;
import java.util.function.BiPredicate;

/** One condition of a definition, of a person and the moment of evaluation. */
interface SegmentCondition extends BiPredicate<SegmentSubject, Instant> {}
