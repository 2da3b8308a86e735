package dev.modeldock.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.MDC;

/**
 * Gives each request its id: the client's {@code X-Request-Id} when it is sane, else one of ours. It is echoed, and
 * stands in every log line that the request causes.
 */
final class RequestFilter implements Filter {
    static final String HEADER = "X-Request-Id";
    private static final String READ = RequestFilter.class.getName() + ".read";
    private static final String ABORT = RequestFilter.class.getName() + ".abort";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = ((HttpServletRequest) request).getHeader(HEADER);
        if (id == null || !SANE.matcher(id).matches()) {
            id = newId();
        }
        ((HttpServletResponse) response).setHeader(HEADER, id);
        MDC.put("request", id);
        try {
            chain.doFilter(new Observed((HttpServletRequest) request), response);
            if (request.getAttribute(ABORT) instanceof Throwable failure) {
                ServletContextRequest.getServletContextRequest(request)
                        .getServletChannel()
                        .abort(failure);
            }
        } finally {
            MDC.remove("request");
        }
    }

    /** It tells requests apart and need not be a secret. */
    static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Whether anybody asked for the body of {@code request} yet. */
    static boolean wasRead(HttpServletRequest request) {
        return request.getAttribute(READ) != null;
    }

    /**
     * Break the connection off once the route is done, so that the client sees that its answer is not whole. Done here
     * since Javalin stumbles over a request that is aborted under its feet.
     */
    static void abortLater(HttpServletRequest request, Throwable failure) {
        request.setAttribute(ABORT, failure);
    }

    private static final class Observed extends HttpServletRequestWrapper {
        private Observed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            setAttribute(READ, Boolean.TRUE);
            return super.getInputStream();
        }
    }
}
