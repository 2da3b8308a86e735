package dev.modeldock;

import dev.modeldock.actions.packs.PackOffers;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.sessions.SessionLimits;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.transfers.TransferLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a dock is to be opened.
 *
 * @param data the directory that holds everything
 * @param plugins where plug-in jars lie; need not exist
 * @param storage how much of the disk may be used
 * @param importWorkers imports that may run at once
 * @param sources settings of sources, by {@code source.<id>.<name>}
 * @param network how sources reach the network
 */
public record DockConfig(
        Path data,
        Path plugins,
        Storage storage,
        ArchiveLimits archives,
        SessionLimits sessions,
        FileLimits files,
        TransferConfig transfers,
        int importWorkers,
        ActionConfig actions,
        HandOutConfig handOut,
        Map<String, String> sources,
        NetworkConfig network,
        Clock clock) {
    /**
     * How much of the disk may be used.
     *
     * @param maxBytes of blobs and staging together, or 0 for as many as there are
     * @param minFreeBytes that always stay free on the disk
     */
    public record Storage(long maxBytes, long minFreeBytes) {}

    /**
     * How actions are done.
     *
     * @param directory of the action packs; in the data directory when it is empty
     * @param workers actions that may run at once, beside those with a graphics card
     * @param gpus graphics cards that actions may use; as many as the machine shows when it is empty
     * @param mostResultBytes that one may write
     * @param offers what people are told to install for an action that nobody does
     */
    public record ActionConfig(
            Optional<Path> directory, int workers, OptionalInt gpus, long mostResultBytes, PackOffers offers) {
        /** One at a time, with room for a large training. */
        public static final ActionConfig DEFAULT =
                new ActionConfig(Optional.empty(), 1, OptionalInt.empty(), 100L << 30, PackOffers.NONE);
    }

    /**
     * How models are handed out, and taken from clients of hubs.
     *
     * @param maxUploads how many large files of one user may be coming in parts at once
     * @param pullThrough whether models that clients of a hub ask for and that are not here are brought here
     * @param directories below which versions may be laid out for tools of this machine
     */
    public record HandOutConfig(boolean pullThrough, int maxUploads, List<Path> directories) {
        private static final int USUAL_UPLOADS = 100;

        /** What is here, through the server alone. */
        public static final HandOutConfig DEFAULT = new HandOutConfig(false, List.of());

        /** With as many uploads as usual. */
        public HandOutConfig(boolean pullThrough, List<Path> directories) {
            this(pullThrough, USUAL_UPLOADS, directories);
        }

        public HandOutConfig {
            directories = List.copyOf(directories);
        }
    }

    /**
     * How remote files are fetched.
     *
     * @param bytesPerSecond of all transfers together, or 0 for no limit
     */
    public record TransferConfig(TransferLimits limits, long bytesPerSecond) {
        /** As patient as a home connection needs, and without a limit. */
        public static final TransferConfig DEFAULT = new TransferConfig(TransferLimits.DEFAULT, 0);
    }

    /** The defaults, over these directories. */
    public static DockConfig of(Path data, Path plugins) {
        return new DockConfig(
                data,
                plugins,
                new Storage(0, 64L << 20),
                ArchiveLimits.DEFAULT,
                SessionLimits.DEFAULT,
                FileLimits.DEFAULT,
                TransferConfig.DEFAULT,
                2,
                ActionConfig.DEFAULT,
                HandOutConfig.DEFAULT,
                Map.of(),
                NetworkConfig.DIRECT,
                Clock.systemUTC());
    }
}
