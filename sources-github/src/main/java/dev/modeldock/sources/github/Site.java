package dev.modeldock.sources.github;

import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceException;
import java.net.URI;
import java.util.Locale;

/**
 * The GitHub that the operator set.
 *
 * @param api of the REST API, without a slash at its end
 * @param url that repositories are below, without a slash at its end
 * @param token for requests that bring none; may be empty
 */
record Site(URI api, URI url, String token) {
    static Site of(Settings settings) throws SourceException {
        return new Site(
                address(GitHubSourceFactory.API, settings),
                address(GitHubSourceFactory.URL, settings),
                Token.checked(settings.get(GitHubSourceFactory.TOKEN).strip(), "The setting source.github.token"));
    }

    /** An address of the API; the path is encoded already. */
    URI api(String path) {
        return URI.create(api + path);
    }

    /** Where a repository is cloned from. */
    URI clone(String owner, String repo) {
        return URI.create(url + "/" + owner + "/" + repo + ".git");
    }

    private static URI address(String setting, Settings settings) throws SourceException {
        String text = settings.get(setting).strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (web && plain && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badAddress(setting);
        }
        throw badAddress(setting);
    }

    /** The address itself is not shown: it may hold a password. */
    private static SourceException badAddress(String setting) {
        return Refusals.refused("The setting source.github." + setting
                + " is no address such as https://github.example.com: it needs http or https and a host, and may hold"
                + " neither a user nor a query.");
    }

    @Override
    public String toString() {
        return "Site[" + api + ", " + url + "]";
    }
}
