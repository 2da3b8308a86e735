package dev.modeldock.server.cli.remote;

import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a dock is, and with which key it is asked. Printing one shows no key.
 *
 * @param base without a slash at its end
 */
public record DockAddress(URI base, Optional<String> key) {
    public static final String URL_VARIABLE = "MODELDOCK_URL";
    public static final String KEY_VARIABLE = "MODELDOCK_KEY";

    private static final String USUAL = "http://127.0.0.1:8080";

    /** What the options say, else the environment, else this machine's usual place. */
    public static DockAddress of(Call call) {
        String url = call.text(Words.URL).or(() -> set(call, URL_VARIABLE)).orElse(USUAL);
        return new DockAddress(base(url), call.text(Words.KEY).or(() -> set(call, KEY_VARIABLE)));
    }

    private static Optional<String> set(Call call, String variable) {
        return Optional.of(call.environment().getOrDefault(variable, "").strip())
                .filter(value -> !value.isEmpty());
    }

    private static URI base(String url) {
        try {
            URI uri = new URI(url.strip().replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw noAddress(e);
        }
        throw noAddress(null);
    }

    private static CommandFailure noAddress(URISyntaxException cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                "--url or " + URL_VARIABLE + " is no address; expected is one like http://127.0.0.1:8080, with the key"
                        + " in --key or " + KEY_VARIABLE + ".",
                cause);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
