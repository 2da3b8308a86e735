package dev.modeldock.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which proxy leads where. */
final class ProxyChoice extends ProxySelector {
    private final Optional<ProxyServer> http;
    private final Optional<ProxyServer> https;
    private final DirectHosts direct;

    ProxyChoice(NetworkConfig config) {
        http = ProxyServer.of(config.httpProxy(), "http");
        https = ProxyServer.of(config.httpsProxy(), "https");
        direct = new DirectHosts(config.noProxy());
    }

    /** The proxy for a URI with a host, or empty when it is reached without. */
    Optional<ProxyServer> of(URI uri) {
        Origin origin = Origin.of(uri);
        Optional<ProxyServer> proxy = origin.scheme().equals("https") ? https : http;
        return proxy.filter(each -> !direct.contains(origin));
    }

    /** The proxy's name stays a name: the JDK calls this on the thread that waits and must be able to stop. */
    @Override
    public List<Proxy> select(URI uri) {
        return List.of(of(uri).map(proxy ->
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException cause) {
        // The request fails with the same cause, and whoever sent it is told.
    }
}
