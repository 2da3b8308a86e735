package dev.modeldock.network;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Sentences for places that do not answer. */
final class Unreachable {
    private Unreachable() {}

    /** What to tell when a place could not be asked. */
    static SourceException because(Throwable cause, Origin origin, Optional<ProxyServer> proxy) {
        String way = proxy.map(each -> " by way of the proxy " + each.place()).orElse("");
        return new SourceException(Reason.UNREACHABLE, origin.place() + way + " " + ending(cause), cause);
    }

    /** What to tell when it is the proxy that wants to know who asks. */
    static SourceException proxyWantsPassword(Origin origin, ProxyServer proxy) {
        return new SourceException(
                Reason.UNREACHABLE,
                "The proxy " + proxy.place() + " does not lead to " + origin.place() + " for who asks: it wants a user"
                        + " and a password. The operator sets network.proxy=http://user:password@" + proxy.place()
                        + ".");
    }

    private static String ending(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return "does not take the connection in time. Check address and port, whether it is http or https there, and"
                    + " whether a firewall or proxy (network.proxy) stands between.";
        }
        if (cause instanceof HttpTimeoutException) {
            return "took the connection, but its answer did not begin in time. Try again later.";
        }
        if (has(cause, UnresolvedAddressException.class)) {
            return "cannot be reached: a name on the way has no address. Check network.proxy and the network's DNS.";
        }
        if (cause instanceof ConnectException) {
            return "does not take connections. Check the address, and whether it runs.";
        }
        if (cause instanceof SSLException) {
            return ofTls(cause);
        }
        if (String.valueOf(cause.getMessage()).startsWith("Tunnel failed")) {
            return "is not reached: the proxy refuses to lead there. Ask who runs the proxy, or name the place in"
                    + " network.noProxy.";
        }
        return "closed the connection before it answered. Try again later.";
    }

    private static String ofTls(Throwable cause) {
        if (has(cause, CertPathBuilderException.class)) {
            return "shows a certificate that is not trusted. Where the network has an authority of its own, the operator"
                    + " names its PEM file in network.caFile.";
        }
        if (has(cause, CertificateExpiredException.class) || has(cause, CertificateNotYetValidException.class)) {
            return "shows a certificate that has run out or is not valid yet. Check this machine's clock.";
        }
        if (has(cause, CertificateException.class)) {
            return "shows a certificate that is not its own or is malformed. Check the address.";
        }
        return "does not speak TLS as expected. Check the port, and whether it is http or https there.";
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (kind.isInstance(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
