package dev.modeldock.sources.github;

import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.Snapshot;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The source, open on a fake GitHub as the host would open it, and asked as the host asks. */
final class OpenGitHub {
    private final ModelSource source;

    /** The fake's store of LFS objects counts as a place that the operator named. */
    OpenGitHub(FakeGitHub github, String token) throws Exception {
        this(github, token, reaching(github.store()));
    }

    OpenGitHub(FakeGitHub github, String token, NetworkConfig network) throws Exception {
        this(Map.of("api", github.api().toString(), "url", github.url().toString(), "token", token), network);
    }

    OpenGitHub(Map<String, String> set, NetworkConfig network) throws Exception {
        GitHubSourceFactory factory = new GitHubSourceFactory();
        Map<String, String> values = new HashMap<>();
        factory.settings().forEach(setting -> values.put(setting.name(), setting.defaultValue()));
        values.putAll(set);
        Settings settings = new Settings(values);
        RemoteHttp http = Network.open(network, "modeldock/test").http(settings);
        source = factory.open(settings, new LentContext("modeldock/test", ArchiveLimits.DEFAULT, http));
    }

    /** Nothing private is reached but this, and what the settings name. */
    static NetworkConfig reaching(URI place) {
        NetworkConfig direct = NetworkConfig.DIRECT;
        return new NetworkConfig(
                "",
                "",
                "",
                direct.caFile(),
                Set.of(place.getAuthority()),
                direct.connect(),
                direct.answer(),
                direct.silence());
    }

    ModelSource source() {
        return source;
    }

    /** A request for {@code owner/name} with more fields: names and values in turn. */
    static Request request(String repository, String... more) {
        String[] name = repository.split("/");
        Map<String, String> values = new HashMap<>(Map.of("owner", name[0], "repo_name", name[1]));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return new Request(values, Map.of());
    }

    Snapshot resolve(String repository, String... more) throws Exception {
        Request request = request(repository, more);
        Request checked = Requests.of(new GitHubSourceFactory().fields(), request.values(), request.files());
        return Snapshots.check("github", source.resolve(checked), SnapshotLimits.DEFAULT);
    }

    void fetch(Snapshot snapshot, FileSink sink) throws Exception {
        source.fetch(snapshot, sink);
    }

    RecordingSink fetch(Snapshot snapshot, RecordingSink sink) throws Exception {
        source.fetch(snapshot, sink);
        return sink;
    }
}
