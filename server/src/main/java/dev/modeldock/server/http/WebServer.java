package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: Javalin on Jetty, set up for long streams both ways. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int INPUT_BUFFER = 64 * 1024;
    private static final int OUTPUT_BUFFER = 256 * 1024;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int MAX_THREADS = 1024;
    private static final int MIN_THREADS = 8;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    /** Leaves the rest of the five seconds after SIGTERM to the jobs and the database. */
    private static final long STOP_MILLIS = 2_500;
    /** Connections that wait for their next request are in nobody's way: a stop need not wait for them. */
    private static final long STOP_IDLE_MILLIS = 100;

    private final Javalin javalin;
    private final WebOptions options;
    private final List<String> routes;

    private WebServer(Javalin javalin, WebOptions options, List<String> routes) {
        this.javalin = javalin;
        this.options = options;
        this.routes = List.copyOf(routes);
    }

    /**
     * Listen with the given routes. Every GET route answers HEAD as well.
     *
     * @throws DockException CONFLICT when the port is taken or the address is not one of this machine
     */
    public static WebServer start(WebOptions options, Consumer<RoutesConfig> routes) {
        return start(options, Optional.empty(), routes, over -> {});
    }

    /**
     * The same, with more about it.
     *
     * @param known a memory for answers that are asked for again and again
     * @param over hears of every request once it is over
     */
    public static WebServer start(
            WebOptions options, Optional<KnownAnswers> known, Consumer<RoutesConfig> routes, Consumer<Exchange> over) {
        List<String> registered = new ArrayList<>();
        Javalin javalin = Javalin.create(config -> {
            configure(config, options);
            known.ifPresent(answers -> config.jetty.modifyServer(server -> server.setHandler(answers)));
            config.requestLogger.http((ctx, millis) -> over.accept(Exchange.of(ctx, millis)));
            ErrorBodies.register(config.routes);
            routes.accept(config.routes);
            endpoints(config).forEach(endpoint -> registered.add(endpoint.method + " " + endpoint.path));
            answerHead(config);
        });
        try {
            javalin.start();
        } catch (UncheckedIOException e) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The server cannot listen on " + options.host() + " port " + options.port()
                            + ": another program does, or the address is not this machine's. "
                            + "Choose another with --port, or 0 for any free one.",
                    e);
        }
        return new WebServer(javalin, options, registered);
    }

    /** Method and path of each route, as it was registered; every GET answers HEAD as well. */
    public List<String> routes() {
        return routes;
    }

    /** Where the server listens, with the real port. */
    public URI address() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create("http://" + host + ":" + javalin.port());
    }

    /** Let running requests end for a moment, then stop. */
    @Override
    public void close() {
        try {
            // Javalin's own stop reports a request that had to be cut off as a failure of the server.
            javalin.jettyServer().server().stop();
        } catch (TimeoutException e) {
            LOG.info("Requests that did not end within {} ms were cut off", STOP_MILLIS);
        } catch (Exception e) {
            throw new DockException(Problem.SERVER_ERROR, "The server did not stop cleanly.", e);
        }
    }

    private static void configure(JavalinConfig config, WebOptions options) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            // A slow client keeps a thread; hundreds of them must not keep the others out.
            config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        }
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "application/json";
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = true;
        config.router.treatMultipleSlashesAsSingleSlash = true;
        config.router.javaLangErrorHandler(
                (response, error) -> ErrorBodies.write(response, ErrorBodies.fault(ApiFamily.NATIVE, error)));
        config.jsonMapper(new Json.Output());
        listen(config, options);
    }

    private static void listen(JavalinConfig config, WebOptions options) {
        config.jetty.modifyHttpConfiguration(WebServer::tune);
        config.jetty.addConnector((server, http) -> connector(server, http, options));
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new JettyErrors());
        });
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new JettyErrors());
            // Files may hold any character in their names: the routes see the raw path and decode it themselves.
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            FilterHolder filter = new FilterHolder(new RequestFilter());
            filter.setAsyncSupported(true);
            context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        });
    }

    private static void tune(HttpConfiguration http) {
        http.setInputBufferSize(INPUT_BUFFER);
        http.setOutputBufferSize(OUTPUT_BUFFER);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        // llama.cpp sends the names of files as they are; the routes decode paths themselves and take none for safe.
        http.setUriCompliance(http.getUriCompliance().with("bare", UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS));
    }

    private static Connector connector(Server server, HttpConfiguration http, WebOptions options) {
        ServerConnector connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idle().toMillis());
        // The system's short default makes bursts of clients wait a second for their second try.
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        try {
            // Bound before Javalin starts, which would log a taken port as a failure of its own.
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    /** Javalin answers HEAD with an empty 200 wherever a GET route matches, be the thing there or not. */
    private static void answerHead(JavalinConfig config) {
        List<Endpoint> endpoints = endpoints(config);
        Set<String> answered = endpoints.stream()
                .filter(endpoint -> endpoint.method == HandlerType.HEAD)
                .map(endpoint -> endpoint.path)
                .collect(Collectors.toSet());
        for (Endpoint endpoint : endpoints) {
            if (endpoint.method == HandlerType.GET && !answered.contains(endpoint.path)) {
                config.routes.head(endpoint.path, endpoint.handler);
            }
        }
    }

    private static List<Endpoint> endpoints(JavalinConfig config) {
        return config.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .toList();
    }
}
