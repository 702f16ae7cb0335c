package io.espalier.score;

import io.espalier.model.Event;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What one event earns in one line of a score: {@code counted = (points - cut) x decay}.
 *
 * @param line from 0
 * @param day the event's day in the project's zone, over which the cap is counted
 * @param points those of the line; negative where they are taken away
 * @param cut the part of the points that the cap takes off; of the points' sign, or 0
 * @param decay from 1 down to 0, 18 digits after the point
 * @param counted rounded to 9 digits after the point; the score is the exact sum of these
 */
public record ScoreItem(
    int line,
    Event event,
    LocalDate day,
    BigDecimal points,
    BigDecimal cut,
    BigDecimal decay,
    BigDecimal counted) {}
