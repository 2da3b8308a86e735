package dev.modeldock.network;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places that the operator named, as {@code host} (any port) or {@code host:port}, in lower case. */
record NamedHosts(Set<String> places) {
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^\\s,;'\"<>]+");
    private static final Pattern PLACE = Pattern.compile("(\\[[0-9a-f:.%]+\\]|[a-z0-9._-]+)(:[0-9]{1,5})?");

    /** Those of {@code network.privateHosts}. */
    static NamedHosts ofConfig(Set<String> privateHosts) {
        Set<String> places = new HashSet<>();
        for (String each : privateHosts) {
            String place = each.toLowerCase(Locale.ROOT);
            boolean bareV6 = !place.startsWith("[") && place.indexOf(':') != place.lastIndexOf(':');
            place = bareV6 ? "[" + place + "]" : place;
            if (!PLACE.matcher(place).matches()) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "network.privateHosts holds something that is no place; expected is a host or host:port each, by"
                                + " comma, as \"models.intern, 10.0.0.7:8443\".");
            }
            places.add(place);
        }
        return new NamedHosts(Set.copyOf(places));
    }

    /** These, and the host and port of every web address in a source's settings. */
    NamedHosts and(Settings settings) {
        Set<String> all = new HashSet<>(places);
        for (String value : settings.values().values()) {
            Matcher addresses = ADDRESS.matcher(value);
            while (addresses.find()) {
                place(addresses.group()).ifPresent(all::add);
            }
        }
        return new NamedHosts(Set.copyOf(all));
    }

    /** Empty for a text that only begins like an address; its source says what it thinks of it. */
    private static Optional<String> place(String address) {
        try {
            return Optional.of(new URI(address))
                    .filter(Origin::isWeb)
                    .map(uri -> Origin.of(uri).place());
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }

    boolean contains(Origin origin) {
        return places.contains(origin.host()) || places.contains(origin.place());
    }
}
