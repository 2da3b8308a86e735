package dev.modeldock.spi;

/** Why an action could not be done. The message is a sentence that is shown to people: no secrets in it. */
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1L;

    public ActionException(String message) {
        super(message);
    }

    public ActionException(String message, Throwable cause) {
        super(message, cause);
    }
}
