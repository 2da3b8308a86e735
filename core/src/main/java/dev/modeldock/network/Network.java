package dev.modeldock.network;

import dev.modeldock.problems.DockException;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Settings;

/** The way to the network: the same proxy, certificates and connections for all sources, and for each its own rules. */
public final class Network {
    private final Connections connections;
    private final Pass.Rules rules;
    private final String userAgent;

    private Network(NetworkConfig config, String userAgent) {
        ProxyChoice proxies = new ProxyChoice(config);
        this.rules =
                new Pass.Rules(NamedHosts.ofConfig(config.privateHosts()), proxies, new SystemLookup(config.connect()));
        this.connections = new Connections(config, proxies);
        this.userAgent = userAgent;
    }

    /**
     * Make it ready; nothing is asked yet.
     *
     * @param userAgent for requests that name none
     * @throws DockException {@code VALIDATION_ERROR} when a proxy, a private host or the file of certificates makes no
     *     sense
     */
    public static Network open(NetworkConfig config, String userAgent) {
        return new Network(config, userAgent);
    }

    /** HTTP for a source: every place of an http or https address in its settings counts as named by the operator. */
    public RemoteHttp http(Settings settings) {
        NamedHosts named = rules.named().and(settings);
        return new SourceHttp(connections, new Pass.Rules(named, rules.proxies(), rules.lookup()), userAgent);
    }
}
