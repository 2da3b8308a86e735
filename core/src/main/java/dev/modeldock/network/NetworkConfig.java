package dev.modeldock.network;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the dock is to reach the network. Printing one shows no values: a proxy may hold a password.
 *
 * @param httpProxy for {@code http} addresses, as {@code http://user:password@host:port}; empty for none
 * @param httpsProxy for {@code https} addresses, in the same form
 * @param noProxy what is reached without proxy: names with all below them, addresses, CIDR blocks, {@code host:port},
 *     or {@code *}; by comma or space
 * @param caFile certificates (PEM) to trust besides the JDK's own
 * @param privateHosts private places, as {@code host} or {@code host:port}, that may be asked though nobody named them
 * @param connect how long a connection, and asking for a name's addresses, may take
 * @param answer how long an answer may take to begin
 * @param silence how long nothing may come of an answer that has begun, while somebody waits for it
 */
public record NetworkConfig(
        String httpProxy,
        String httpsProxy,
        String noProxy,
        Optional<Path> caFile,
        Set<String> privateHosts,
        Duration connect,
        Duration answer,
        Duration silence) {
    /** No proxy, the JDK's certificates, nothing private; 10 s to connect, 30 s to answer, a minute of silence. */
    public static final NetworkConfig DIRECT = new NetworkConfig(
            "",
            "",
            "",
            Optional.empty(),
            Set.of(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    private static final String NO_PROXY_AT_ALL = "none";

    public NetworkConfig {
        privateHosts = Set.copyOf(privateHosts);
    }

    /**
     * The operator's settings, and where they say nothing the usual variables: {@code HTTP_PROXY}, {@code HTTPS_PROXY},
     * {@code ALL_PROXY}, {@code NO_PROXY} (in lower case first) and {@code SSL_CERT_FILE}. An empty one counts as unset.
     *
     * @param settings tells {@code network.proxy}, {@code network.noProxy}, {@code network.caFile} and
     *     {@code network.privateHosts}; empty where unset
     */
    public static NetworkConfig of(UnaryOperator<String> settings, Map<String, String> environment) {
        String proxy = settings.apply("network.proxy").strip();
        String certificates = settings.apply("network.caFile").strip();
        String privateHosts = settings.apply("network.privateHosts");
        return new NetworkConfig(
                proxy(proxy, "http_proxy", environment),
                proxy(proxy, "https_proxy", environment),
                first(Stream.of(settings.apply("network.noProxy")), Stream.of("no_proxy", "NO_PROXY"), environment),
                path(first(Stream.of(certificates), Stream.of("SSL_CERT_FILE"), environment)),
                Arrays.stream(privateHosts.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                DIRECT.connect,
                DIRECT.answer,
                DIRECT.silence);
    }

    private static String proxy(String set, String variable, Map<String, String> environment) {
        Stream<String> variables = Stream.of(variable, variable.toUpperCase(Locale.ROOT), "all_proxy", "ALL_PROXY");
        String found = first(Stream.of(set), variables, environment);
        return found.equals(NO_PROXY_AT_ALL) ? "" : found;
    }

    private static String first(Stream<String> set, Stream<String> variables, Map<String, String> environment) {
        return Stream.concat(set, variables.map(variable -> environment.getOrDefault(variable, "")))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "network.caFile (or SSL_CERT_FILE of the environment) is no path; expected is that of a PEM file.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "NetworkConfig";
    }
}
