package dev.modeldock.server.cli.doctor;

import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.config.Config;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The way to the network: proxy, authorities, names, and what time it is out there. */
final class NetworkCheck {
    private static final long NAME_SECONDS = 10;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration APART = Duration.ofMinutes(2);
    private static final Instant NEVER_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    private final Config config;
    private final NetworkConfig way;
    private Network network;

    NetworkCheck(Config config) {
        this.config = config;
        this.way = NetworkConfig.of(config::text, config.environment());
    }

    /** The network as the dock would use it, unless its settings make no sense. */
    Optional<Network> network() {
        return Optional.ofNullable(network);
    }

    void lookAtSettings(Consumer<Finding> tell) {
        try {
            network = Network.open(way, "modeldock-doctor");
        } catch (DockException e) {
            tell.accept(Finding.fail("network settings", e.getMessage(), "Put that right, or unset it."));
            return;
        }
        tell.accept(Finding.ok("proxy", proxies()));
        tell.accept(Finding.ok(
                "authorities",
                way.caFile().map(file -> "the JDK's and those of " + file).orElse("the JDK's")));
    }

    private String proxies() {
        List<String> all = new ArrayList<>();
        if (!way.httpProxy().isEmpty()) {
            all.add("http through " + withoutUser(way.httpProxy()));
        }
        if (!way.httpsProxy().isEmpty()) {
            all.add("https through " + withoutUser(way.httpsProxy()));
        }
        if (all.isEmpty()) {
            return "none; set network.proxy or HTTPS_PROXY where one is needed";
        }
        return String.join(", ", all) + (way.noProxy().isEmpty() ? "" : ", but for " + way.noProxy());
    }

    /** A proxy's password is nobody's business. */
    private static String withoutUser(String proxy) {
        return proxy.substring(proxy.lastIndexOf('@') + 1).replaceFirst("^.*://", "");
    }

    void lookOutside(Consumer<Finding> tell) throws InterruptedException {
        for (String host : hosts()) {
            tell.accept(name(host));
        }
        tell.accept(clock());
    }

    private List<URI> places() {
        return config.sources().values().stream()
                .filter(value -> value.matches("https?://[A-Za-z0-9.\\[\\]:-]+(/[^\\s]*)?"))
                .sorted()
                .map(URI::create)
                .toList();
    }

    private TreeSet<String> hosts() {
        TreeSet<String> hosts = new TreeSet<>();
        places().forEach(place -> hosts.add(place.getHost()));
        return hosts;
    }

    /** The resolver knows no interrupt, so it is asked on a thread that can be left behind. */
    private Finding name(String host) throws InterruptedException {
        FutureTask<InetAddress[]> asking = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread thread = new Thread(asking, "lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return Finding.ok("name", host + " is " + asking.get(NAME_SECONDS, TimeUnit.SECONDS)[0].getHostAddress());
        } catch (ExecutionException | TimeoutException e) {
            return way.httpsProxy().isEmpty() && way.httpProxy().isEmpty()
                    ? Finding.fail(
                            "name",
                            host + " has no address here",
                            "Look at /etc/resolv.conf, set network.proxy, or set the source's endpoint to a mirror.")
                    : Finding.ok("name", host + " has no address here, which the proxy has to know");
        }
    }

    private Finding clock() throws InterruptedException {
        Instant now = Instant.now();
        if (now.isBefore(NEVER_BEFORE)) {
            return Finding.fail(
                    "clock", "it is " + now + " here", "Set the clock; certificates and links depend on it.");
        }
        for (URI place : places()) {
            Optional<Instant> theirs = time(place);
            if (theirs.isPresent()) {
                Duration apart = Duration.between(theirs.get(), Instant.now()).abs();
                String found = "it is " + now + " here, " + apart.toSeconds() + " s apart from " + place.getHost();
                return apart.compareTo(APART) > 0
                        ? Finding.warn("clock", found, "Set the clock, by NTP; certificates and links depend on it.")
                        : Finding.ok("clock", found);
            }
        }
        return Finding.ok("clock", "it is " + now + " here; nobody could be asked for another opinion");
    }

    private Optional<Instant> time(URI place) throws InterruptedException {
        if (network == null) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(place)
                .timeout(ANSWER)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<InputStream> answer =
                    network.http(new Settings(config.sources())).sendOnce(request);
            answer.body().close();
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (SourceException | IOException | DateTimeParseException nobody) {
            return Optional.empty();
        }
    }
}
