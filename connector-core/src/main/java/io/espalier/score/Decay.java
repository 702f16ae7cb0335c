package io.espalier.score;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code 0.5^(age / half-life)} as one exact whole number of 10<sup>-18</sup>, the same on every
 * machine and in every engine that has whole numbers of 128 bits. No float takes part.
 *
 * <p>Whole half-lives halve exactly (and cut). The rest of the age is a fraction of the half-life,
 * cut to 30 binary digits: five digits of base 64, each of which has its factor, a constant rounded
 * to 18 digits. The factors are multiplied from the first digit to the last, each product cut to 18
 * digits. Against the true power the result is off by less than one part in 10<sup>9</sup>; with a
 * half-life of at most ten years every whole second of age has its own place on that grid.
 */
public final class Decay {
  /** No decay at all. */
  public static final BigInteger ONE = BigInteger.TEN.pow(18);

  /** How many digits the fraction has. */
  public static final int PLACES = 5;

  /** The base of these digits. */
  public static final int BASE = 64;

  /** 2 to the power of 30: the fraction of a whole half-life. */
  public static final long GRID = 1L << 30;

  /** After so many halvings nothing is left. */
  public static final int LAST_HALVING = 60;

  private static final List<List<BigInteger>> FACTORS = factors();

  private Decay() {}

  /** The factors of the digits 0 to 63 at a place; place 0 is the first after the point. */
  public static List<BigInteger> factors(int place) {
    return FACTORS.get(place);
  }

  /** What a digit at a place stands for: the fraction is divided by this, then taken modulo 64. */
  public static long weight(int place) {
    return 1L << (6 * (PLACES - 1 - place));
  }

  /**
   * @param age in whole seconds, not negative
   * @param halfLife in seconds, at most {@link Score#LONGEST_HALF_LIFE}
   */
  public static BigInteger factor(long age, long halfLife) {
    long fraction = age % halfLife * GRID / halfLife;
    BigInteger factor = ONE;
    for (int place = 0; place < PLACES; place++) {
      int digit = (int) (fraction / weight(place) % BASE);
      factor = factor.multiply(FACTORS.get(place).get(digit)).divide(ONE);
    }
    return factor.shiftRight((int) Math.min(age / halfLife, LAST_HALVING));
  }

  private static List<List<BigInteger>> factors() {
    MathContext precision = new MathContext(50, RoundingMode.HALF_EVEN);
    List<BigDecimal> roots = new ArrayList<>();
    BigDecimal root = new BigDecimal("0.5");
    for (int bit = 0; bit < 30; bit++) {
      root = root.sqrt(precision);
      roots.add(root);
    }
    List<List<BigInteger>> factors = new ArrayList<>();
    for (int place = 0; place < PLACES; place++) {
      List<BigInteger> digits = new ArrayList<>();
      for (int digit = 0; digit < BASE; digit++) {
        BigDecimal product = BigDecimal.ONE;
        for (int bit = 0; bit < 6; bit++) {
          if ((digit >> (5 - bit) & 1) == 1) {
            product = product.multiply(roots.get(6 * place + bit), precision);
          }
        }
        digits.add(
            product
                .multiply(new BigDecimal(ONE))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger());
      }
      factors.add(List.copyOf(digits));
    }
    return List.copyOf(factors);
  }
}
