package dev.modeldock.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers a HEAD again as a route answered the very same one before, as long as nothing at all was changed since: clients of
 * hubs ask for each file of a model before they take it from their own cache. What is remembered is bound to a number for the
 * state of everything; another number, and the route is asked. So a moved alias, a model that became private or a deleted one
 * is seen by the next request, whoever changed it.
 *
 * <p>Only requests without a key are remembered, since a key also ends by time, and none with a header by which an answer
 * might differ.
 */
public final class KnownAnswers extends Handler.Wrapper {
    /** Some 500 bytes each. */
    private static final int MOST = 16_384;

    private static final int LONGEST = 512;
    private static final String WISH = KnownAnswers.class.getName() + ".wish";
    /** All that such a request may have: the first is part of what is remembered, the others change no answer. */
    private static final Set<HttpHeader> PLAIN = EnumSet.of(
            HttpHeader.HOST,
            HttpHeader.USER_AGENT,
            HttpHeader.ACCEPT,
            HttpHeader.ACCEPT_ENCODING,
            HttpHeader.ACCEPT_LANGUAGE,
            HttpHeader.CONNECTION);
    /** What clients of hubs send beside these and no route looks at, in small letters. */
    private static final Set<String> UNREAD = Set.of("x-amzn-trace-id", "traceparent");

    private final LongSupplier state;
    private final Consumer<Exchange> over;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * Remember nothing yet.
     *
     * @param state another number after any change of what answers are made from
     * @param over hears of every request that is answered from memory
     */
    public KnownAnswers(LongSupplier state, Consumer<Exchange> over) {
        this.state = state;
        this.over = over;
    }

    private record Known(long state, HttpFields headers, String route) {}

    private record Wish(KnownAnswers answers, String question, long state) {}

    /** The answer to this HEAD depends on nothing but its path, its host and the state: remember it. */
    public static void offer(Context ctx) {
        HttpServletRequest request = ctx.req();
        if (request.getAttribute(WISH) instanceof Wish wish && ctx.statusCode() == HttpServletResponse.SC_OK) {
            wish.answers().remember(wish, ctx);
        }
    }

    /** The answer to this request depends on something else, such as another server: do not remember it. */
    public static void withhold(Context ctx) {
        ctx.req().removeAttribute(WISH);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long begin = System.nanoTime();
        String question = question(request);
        if (question == null) {
            return super.handle(request, response, callback);
        }
        long now = state.getAsLong();
        Known answer = known.get(question);
        if (answer == null || answer.state() != now) {
            // The state from before the route looks: what changes while it does is not remembered.
            request.setAttribute(WISH, new Wish(this, question, now));
            return super.handle(request, response, callback);
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.getHeaders().add(answer.headers()).put(RequestFilter.HEADER, RequestFilter.newId());
        response.write(true, null, callback);
        over.accept(Exchange.ofHead(answer.route(), begin));
        return true;
    }

    /** By what a request is known again, or null when it is none of those. */
    private static String question(Request request) {
        if (!HttpMethod.HEAD.is(request.getMethod()) || request.getHttpURI().getQuery() != null) {
            return null;
        }
        String host = null;
        for (HttpField field : request.getHeaders()) {
            HttpHeader header = field.getHeader();
            boolean plain =
                    header == null ? UNREAD.contains(field.getName().toLowerCase(Locale.ROOT)) : PLAIN.contains(header);
            if (!plain) {
                return null;
            }
            if (header == HttpHeader.HOST) {
                host = field.getValue();
            }
        }
        String path = request.getHttpURI().getPath();
        return host == null || path == null || path.length() + host.length() > LONGEST ? null : host + path;
    }

    private void remember(Wish wish, Context ctx) {
        HttpServletResponse response = ctx.res();
        HttpFields.Mutable headers = HttpFields.build();
        for (String name : response.getHeaderNames()) {
            if (!name.equalsIgnoreCase(RequestFilter.HEADER) && !name.equalsIgnoreCase(HttpHeader.DATE.asString())) {
                response.getHeaders(name)
                        .forEach(value -> headers.add(new HttpField(HttpHeader.CACHE.get(name), name, value)));
            }
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(
                wish.question(),
                new Known(wish.state(), headers.asImmutable(), ctx.endpoints().lastHttpEndpoint().path));
    }
}
