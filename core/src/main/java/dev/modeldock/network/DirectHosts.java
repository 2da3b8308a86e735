package dev.modeldock.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hosts that are reached without a proxy, as curl reads {@code NO_PROXY}. */
final class DirectHosts {
    private final List<String> entries;

    /** @param noProxy entries by comma or space; {@code *} is all hosts */
    DirectHosts(String noProxy) {
        entries = Arrays.stream(noProxy.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean contains(Origin origin) {
        List<InetAddress> addresses = LiteralAddress.of(origin.host());
        // As in Go: a proxy's loopback is another machine's, so nobody means it.
        if (addresses.stream().anyMatch(InetAddress::isLoopbackAddress)) {
            return true;
        }
        return entries.stream().anyMatch(entry -> matches(entry, origin, addresses));
    }

    private static boolean matches(String entry, Origin origin, List<InetAddress> addresses) {
        if (entry.equals("*")) {
            return true;
        }
        Optional<Cidr> block = Cidr.of(entry.replaceAll("^\\[(.*)\\]$", "$1"));
        if (block.isPresent()) {
            return addresses.stream().anyMatch(block.get()::contains);
        }
        int colon = entry.lastIndexOf(':');
        if (colon >= 0) {
            return entry.substring(colon + 1).equals(String.valueOf(origin.port()))
                    && matches(entry.substring(0, colon), origin, addresses);
        }
        String host = origin.host().replaceAll("\\.$", "");
        String name = entry.replaceAll("^\\*?\\.|\\.$", "");
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }
}
