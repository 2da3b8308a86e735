package dev.modeldock.spi;

/** The version of this interface between the dock and its sources. */
public final class Spi {
    /**
     * Return this from {@link ModelSourceFactory#spiVersion()}. A compile-time constant on purpose: the compiler copies
     * it into a plug-in, so the plug-in tells the version that it was built against.
     */
    public static final int VERSION = 1;

    private Spi() {}
}
