package io.espalier.sync.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GrowthFitTest {
  private static final double[] SIZES = {100_000, 300_000, 1_000_000};

  @Property(tries = 200)
  void aCostThatIsAPowerOfSizeIsFoundAgain(
      @ForAll @DoubleRange(min = 0.01, max = 10) double factor,
      @ForAll @DoubleRange(min = 0, max = 3) double exponent) {
    double[] costs = new double[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      costs[i] = factor * Math.pow(SIZES[i], exponent);
    }

    GrowthFit fit = GrowthFit.of(SIZES, costs);

    assertEquals(exponent, fit.exponent(), 1e-6);
    assertEquals(costs[1], fit.at(SIZES[1]), costs[1] * 1e-6);
  }

  @Test
  void oneSizeIsNoFit() {
    assertEquals(
        "a fit needs two different sizes",
        assertThrows(
                IllegalArgumentException.class,
                () -> GrowthFit.of(new double[] {5, 5}, new double[] {1, 2}))
            .getMessage());
  }
}
