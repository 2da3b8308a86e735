package dev.modeldock.settings;

import dev.modeldock.transfers.Bandwidth;
import java.time.Clock;
import java.util.Optional;

/** The settings that can be changed while the dock runs; what is set here wins over how the dock was started. */
public final class LiveSettings {
    private static final String BANDWIDTH = "transfers.maxBytesPerSecond";

    private final SettingStore store;
    private final Bandwidth bandwidth;
    private final long bandwidthAtStart;
    private final Clock clock;

    /** Take up what was set before. */
    public LiveSettings(SettingStore store, Bandwidth bandwidth, Clock clock) {
        this.store = store;
        this.bandwidth = bandwidth;
        this.bandwidthAtStart = bandwidth.get();
        this.clock = clock;
        Optional.ofNullable(store.all().get(BANDWIDTH)).map(Long::parseLong).ifPresent(bandwidth::set);
    }

    /** Bytes a second that all transfers together may bring; 0 for no limit. */
    public long maxBytesPerSecond() {
        return bandwidth.get();
    }

    /** Change it, at once and for transfers under way too; empty goes back to how the dock was started. */
    public void maxBytesPerSecond(Optional<Long> bytes) {
        store.set(BANDWIDTH, bytes.map(String::valueOf), clock.millis());
        bandwidth.set(bytes.orElse(bandwidthAtStart));
    }

    /** Whether it was changed since, or before, the dock was started. */
    public boolean isChanged() {
        return store.all().containsKey(BANDWIDTH);
    }
}
