package dev.modeldock.server;

import dev.modeldock.Dock;
import dev.modeldock.DockConfig;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.packs.ShippedPacks;
import dev.modeldock.sessions.SessionLimits;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.transfers.TransferLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The dock that a configuration describes. */
final class ConfiguredDock {
    private ConfiguredDock() {}

    /** Open it with the plug-ins of its directory. */
    static Dock open(Config config, Clock clock) {
        Plugins plugins = Plugins.discover(config.path("plugins"));
        try {
            return Dock.open(
                    new DockConfig(
                            config.path("data"),
                            config.path("plugins"),
                            new DockConfig.Storage(
                                    config.bytes("storage.maxBytes"), config.bytes("storage.minFreeBytes")),
                            new ArchiveLimits(
                                    config.number("archive.maxEntries"),
                                    config.bytes("archive.maxBytes"),
                                    config.number("archive.maxRatio"),
                                    ArchiveLimits.DEFAULT.ratioFloor()),
                            new SessionLimits(
                                    config.duration("session.expiry"),
                                    config.number("session.maxOpen"),
                                    config.number("session.maxChunks"),
                                    config.bytes("session.maxChunkBytes"),
                                    config.bytes("session.maxFileBytes")),
                            new FileLimits(config.bytes("files.maxBytes"), config.duration("files.lifetime")),
                            new DockConfig.TransferConfig(
                                    new TransferLimits(
                                            config.duration("transfers.stallTimeout"),
                                            config.number("transfers.tries"),
                                            TransferLimits.DEFAULT.longestWait()),
                                    config.bytes("transfers.maxBytesPerSecond")),
                            config.number("jobs.importWorkers"),
                            new DockConfig.ActionConfig(
                                    PackAdministration.directory(config),
                                    config.number("actions.workers"),
                                    gpus(config.text("actions.gpus")),
                                    config.bytes("actions.maxBytes"),
                                    ShippedPacks.read()),
                            new DockConfig.HandOutConfig(
                                    config.flag("hub.pullThrough"),
                                    config.number("hub.maxUploads"),
                                    config.paths("materialize.directories")),
                            ofInstalled(plugins, config.sources()),
                            NetworkConfig.of(config::text, config.environment()),
                            clock),
                    plugins);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalInt gpus(String text) {
        return text.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static Map<String, String> ofInstalled(Plugins plugins, Map<String, String> settings) {
        Map<String, String> mine = new TreeMap<>(settings);
        mine.keySet()
                .removeIf(key ->
                        plugins.all().stream().noneMatch(source -> key.startsWith("source." + source.id() + ".")));
        return mine;
    }
}
