package dev.modeldock.server.config;

import static dev.modeldock.server.config.ValueType.CARDS;
import static dev.modeldock.server.config.ValueType.COUNT;
import static dev.modeldock.server.config.ValueType.DURATION;
import static dev.modeldock.server.config.ValueType.FLAG;
import static dev.modeldock.server.config.ValueType.FORMAT;
import static dev.modeldock.server.config.ValueType.HOST;
import static dev.modeldock.server.config.ValueType.LEVEL;
import static dev.modeldock.server.config.ValueType.PATH;
import static dev.modeldock.server.config.ValueType.PATHS;
import static dev.modeldock.server.config.ValueType.PORT;
import static dev.modeldock.server.config.ValueType.SIZE;
import static dev.modeldock.server.config.ValueType.TEXT;
import static dev.modeldock.server.config.ValueType.URL;

import java.util.List;

/** The table of everything the operator can set, but for the settings that sources declare themselves. */
public final class ConfigKeys {
    private static final List<ConfigKey> ALL = List.of(
            ConfigKey.of("host", HOST, "127.0.0.1", "address to listen on; anything but loopback needs a key")
                    .withFlag(),
            ConfigKey.of("port", PORT, "8080", "port to listen on; 0 picks a free one")
                    .withFlag(),
            ConfigKey.of("data", PATH, "./modeldock-data", "data directory; one server at a time")
                    .withFlag(),
            ConfigKey.of("plugins", PATH, "./plugins", "directory of plug-ins, one folder each")
                    .withFlag(),
            ConfigKey.of("server.publicUrl", URL, "", "how clients reach this server, for absolute URLs"),
            ConfigKey.of("log.level", LEVEL, "info", "error, warn, info, debug or trace"),
            ConfigKey.of("log.format", FORMAT, "text", "text or json, one line an event"),
            ConfigKey.of("storage.maxBytes", SIZE, "0", "most bytes the store may hold; 0 is no limit"),
            ConfigKey.of("storage.minFreeBytes", SIZE, "256MiB", "bytes of the disk that stay free"),
            ConfigKey.of("session.expiry", DURATION, "24h", "how long an import session stays open"),
            ConfigKey.of("session.maxOpen", COUNT, "1000", "most open import sessions of one user"),
            ConfigKey.of("session.maxChunks", COUNT, "100000", "most chunks of one import session"),
            ConfigKey.of("session.maxChunkBytes", SIZE, "1GiB", "most bytes of one chunk"),
            ConfigKey.of("session.maxFileBytes", SIZE, "1TiB", "most bytes of one imported file"),
            ConfigKey.of("files.maxBytes", SIZE, "25MiB", "most bytes of a file in one request"),
            ConfigKey.of("files.lifetime", DURATION, "168h", "how long an uploaded file is kept"),
            ConfigKey.of("archive.maxEntries", COUNT, "200000", "most entries of one archive"),
            ConfigKey.of("archive.maxBytes", SIZE, "1TiB", "most bytes an archive may unpack to"),
            ConfigKey.of("archive.maxRatio", COUNT, "200", "most unpacked bytes for each packed one"),
            ConfigKey.of(
                    "transfers.maxBytesPerSecond", SIZE, "0", "most bytes a second from remote places; 0 is no limit"),
            ConfigKey.of("transfers.stallTimeout", DURATION, "30s", "how long a remote place may be silent"),
            ConfigKey.of("transfers.tries", COUNT, "6", "how often a file is asked for that makes no progress"),
            ConfigKey.of("jobs.importWorkers", COUNT, "2", "imports that run at the same time"),
            ConfigKey.of(
                    "actions.directory", TEXT, "", "directory of action packs; unset: actions in the data directory"),
            ConfigKey.of("actions.workers", COUNT, "1", "actions that run at the same time"),
            ConfigKey.of("actions.gpus", CARDS, "auto", "graphics cards that actions may use, one each"),
            ConfigKey.of("actions.maxBytes", SIZE, "100GiB", "most bytes that one action may write"),
            ConfigKey.of("hub.maxUploads", COUNT, "100", "most large files of one user that come in parts at once"),
            ConfigKey.of("hub.pullThrough", FLAG, "false", "bring models here that clients of Hugging Face ask for"),
            ConfigKey.of(
                    "materialize.directories", PATHS, "", "directories, by colon, below which versions are laid out"),
            ConfigKey.of("export.urlExpiry", DURATION, "24h", "how long a download URL works"),
            ConfigKey.of(
                            "network.proxy",
                            TEXT,
                            "",
                            "http://user:password@host:port, or none; else HTTP(S)_PROXY counts")
                    .asSecret(),
            ConfigKey.of("network.noProxy", TEXT, "", "hosts reached without proxy, by comma; else NO_PROXY counts"),
            ConfigKey.of("network.caFile", TEXT, "", "PEM of authorities to trust too; else SSL_CERT_FILE counts"),
            ConfigKey.of(
                    "network.privateHosts", TEXT, "", "private host or host:port, by comma, that links may lead to"));

    private ConfigKeys() {}

    /** All of them, in the order in which help shows them. */
    public static List<ConfigKey> all() {
        return ALL;
    }
}
