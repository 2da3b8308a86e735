package dev.modeldock.server;

import dev.modeldock.server.openapi.DescriptionRoutes;
import dev.modeldock.server.openapi.DocsRoutes;
import dev.modeldock.server.routes.dock.ExportRoutes;
import dev.modeldock.server.routes.dock.FileRoutes;
import dev.modeldock.server.routes.hub.LfsLinks;
import dev.modeldock.server.routes.modeldock.HealthRoute;
import dev.modeldock.server.routes.modeldock.SignInRoutes;
import dev.modeldock.server.routes.tao.TaoRoutes;
import dev.modeldock.server.web.WebRoutes;
import java.util.regex.Pattern;

/**
 * The paths that need no key. Slashes count as the router counts them: several are one, and one at the end is none.
 * Each open path is described whole, without dot segments and path parameters, so that none leads to another route.
 */
final class OpenPaths {
    private static final String DOTS = "(?!(?:\\.|%2[eE]){1,2}(?:/|$))";
    private static final String SEGMENT = DOTS + "[^/;]+";
    private static final Pattern OPEN = Pattern.compile("(?:" + HealthRoute.PATH + "|" + SignInRoutes.PATH + "|"
            + ExportRoutes.DOWNLOADS
            + SEGMENT + "/" + SEGMENT + "|" + WebRoutes.ASSETS + SEGMENT + "|" + FileRoutes.FILES + SEGMENT + "|"
            + TaoRoutes.LOGIN + SEGMENT + "|"
            + LfsLinks.UPLOADS + SEGMENT + "/" + SEGMENT + "/" + SEGMENT + "(?:/(?:verify|complete|parts/" + SEGMENT
            + "))?|" + LfsLinks.DOWNLOADS + SEGMENT + "/" + SEGMENT + "|" + DescriptionRoutes.PATH + "\\.(?:json|yaml)|"
            + DocsRoutes.PATH + "(?:/" + SEGMENT + ")?)/?");

    private OpenPaths() {}

    /** Whether this raw path, as the request has it, is open to everybody. */
    static boolean isOpen(String path) {
        String flat = path.replaceAll("/+", "/");
        return flat.equals("/") || OPEN.matcher(flat).matches();
    }
}
