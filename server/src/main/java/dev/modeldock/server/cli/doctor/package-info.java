/** {@code doctor}: what of this machine a dock depends on, tried out, each with what to set. */
package dev.modeldock.server.cli.doctor;
