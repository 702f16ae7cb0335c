package io.espalier.sql;

import io.espalier.model.Value;
import io.espalier.score.Decay;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@link Decay} in DuckDB: its HUGEINT has the 128 bits that the products need. */
final class DuckDbDecay {
  private static final List<BigInteger> HALVINGS =
      IntStream.rangeClosed(0, Decay.LAST_HALVING).mapToObj(BigInteger.ONE::shiftLeft).toList();

  private DuckDbDecay() {}

  static Sql units(BigDecimal number) {
    BigInteger units = number.movePointRight(Value.SCALE).toBigIntegerExact();
    return Sql.of("CAST(" + units + " AS HUGEINT)");
  }

  static Sql decayed(Sql units, Sql from, Sql to, long halfLife) {
    Sql age = Sql.of("((epoch_us(", to, ") - epoch_us(", from, ")) // 1000000)");
    Sql fraction =
        Sql.of("(", age, " % " + halfLife + " * " + Decay.GRID + " // " + halfLife + ")");
    Sql factor = pick(Decay.factors(0), Sql.of(fraction, " // " + Decay.weight(0)));
    for (int place = 1; place < Decay.PLACES; place++) {
      Sql digit = Sql.of(fraction, " // " + Decay.weight(place) + " % " + Decay.BASE);
      factor =
          Sql.of("(", factor, " * ", pick(Decay.factors(place), digit), " // " + Decay.ONE + ")");
    }
    Sql halvings = Sql.of("least(", age, " // " + halfLife + ", " + Decay.LAST_HALVING + ")");
    Sql halved = Sql.of("(", factor, " // ", pick(HALVINGS, halvings), ")");
    String half = Decay.ONE.shiftRight(1).toString();
    return Sql.of("((", units, " * ", halved, " + " + half + ") // " + Decay.ONE + ")");
  }

  private static Sql pick(List<BigInteger> numbers, Sql index) {
    String list = numbers.stream().map(BigInteger::toString).collect(Collectors.joining(", "));
    return Sql.of("CAST(list_extract([" + list + "], ", index, " + 1) AS HUGEINT)");
  }

  /** The whole part and the rest apart: a cast of the whole to a decimal would not hold it. */
  static Sql ofUnits(Sql units) {
    return Sql.of(
        "(CAST(",
        units,
        " // 1000000000 AS DECIMAL(38, 9)) + CAST(CAST(",
        units,
        " % 1000000000 AS DECIMAL(10, 0)) * CAST(0.000000001 AS DECIMAL(10, 9)) AS DECIMAL(38, 9)))");
  }
}
