package dev.modeldock.network;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which addresses one request, with all its redirects, may ask. */
final class Pass {
    /**
     * What it is judged by.
     *
     * @param named by the operator: may be asked wherever they are
     */
    record Rules(NamedHosts named, ProxyChoice proxies, Lookup lookup) {}

    private final Rules rules;
    private boolean onlyPublic;

    /** @param onlyPublic from the first address on; otherwise from the first public one on */
    Pass(Rules rules, boolean onlyPublic) {
        this.rules = rules;
        this.onlyPublic = onlyPublic;
    }

    /**
     * Judge an address that is to be asked.
     *
     * @throws SourceException {@code REFUSED} when it may not be, {@code UNREACHABLE} when its name has no address
     */
    void admit(URI uri) throws SourceException, InterruptedException {
        judge(uri, reaches(uri));
    }

    /**
     * Judge an address that has answered, and remember it. A name may have got another address between the first
     * judgement and the connection; the JDK keeps the one it connected to for longer than that takes.
     */
    void admitAnswer(URI uri) throws SourceException, InterruptedException {
        Set<Reach> reaches = reaches(uri);
        judge(uri, reaches);
        // Of a name with addresses of both kinds nobody can tell which one answered.
        onlyPublic |= reaches.contains(Reach.PUBLIC);
    }

    private void judge(URI uri, Set<Reach> reaches) throws SourceException {
        Origin origin = Origin.of(uri);
        if (rules.named().contains(origin)) {
            return;
        }
        if (reaches.contains(Reach.LINK_LOCAL)) {
            throw refusal(origin, "an address where clouds keep a machine's credentials (link-local)");
        }
        if (onlyPublic && reaches.contains(Reach.PRIVATE)) {
            throw refusal(origin, "a private address");
        }
    }

    private static SourceException refusal(Origin origin, String kind) {
        return new SourceException(
                Reason.REFUSED,
                origin.place() + " is " + kind + " and is not asked. If it shall be, the operator adds "
                        + origin.place() + " to network.privateHosts.");
    }

    private Set<Reach> reaches(URI uri) throws SourceException, InterruptedException {
        Set<Reach> reaches = EnumSet.noneOf(Reach.class);
        for (InetAddress address : addresses(uri)) {
            reaches.add(Reach.of(address));
        }
        return reaches.isEmpty() ? EnumSet.of(Reach.PUBLIC) : reaches;
    }

    /** With a proxy it is the proxy that asks for a name's addresses, and its rules that hold. */
    private List<InetAddress> addresses(URI uri) throws SourceException, InterruptedException {
        if (rules.proxies().of(uri).isPresent()) {
            return LiteralAddress.of(uri.getHost());
        }
        try {
            return rules.lookup().addresses(uri.getHost());
        } catch (UnknownHostException e) {
            throw new SourceException(
                    Reason.UNREACHABLE,
                    "The name " + uri.getHost()
                            + " has no address, or nobody tells it. Check its spelling and the network's DNS"
                            + " or proxy (network.proxy).",
                    e);
        }
    }
}
