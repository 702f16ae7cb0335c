package io.espalier.sync.bench;

/**
 * How a cost grows with size: {@code cost = factor * size ^ exponent}, fitted by least squares on
 * the logarithms. An exponent of 1 is a cost in proportion to size.
 *
 * @param factor in the unit of the costs, for a size of 1
 */
public record GrowthFit(double factor, double exponent) {

  /**
   * @param sizes positive, and at least two different ones
   * @param costs positive, one for each size
   */
  public static GrowthFit of(double[] sizes, double[] costs) {
    if (sizes.length != costs.length || sizes.length < 2) {
      throw new IllegalArgumentException("a fit needs two sizes and their costs");
    }
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < sizes.length; i++) {
      meanX += Math.log(sizes[i]) / sizes.length;
      meanY += Math.log(costs[i]) / sizes.length;
    }
    double both = 0;
    double square = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      both += x * (Math.log(costs[i]) - meanY);
      square += x * x;
    }
    if (square == 0) {
      throw new IllegalArgumentException("a fit needs two different sizes");
    }
    double exponent = both / square;
    return new GrowthFit(Math.exp(meanY - exponent * meanX), exponent);
  }

  /** The cost that the fit gives a size. */
  public double at(double size) {
    return factor * Math.pow(size, exponent);
  }
}
