package dev.modeldock.plugins;

/** Says in a sentence why a plug-in cannot be used; the dock starts without it. */
final class BrokenPluginException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenPluginException(String reason) {
        super(reason);
    }

    BrokenPluginException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
