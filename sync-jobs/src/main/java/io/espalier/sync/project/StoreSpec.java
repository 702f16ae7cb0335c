package io.espalier.sync.project;

/**
 * How much memory the profile store may take before it spills to disk.
 *
 * @param memoryMiB half of the machine's, at most 4 GiB, unless the project says otherwise
 */
public record StoreSpec(long memoryMiB) {
  private static final long MOST = 4096;

  static StoreSpec standard() {
    long machine = 8192;
    if (java.lang.management.ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      machine = system.getTotalMemorySize() >> 20;
    }
    return new StoreSpec(Math.max(256, Math.min(MOST, machine / 2)));
  }
}
