/** The data services: actions on datasets and on the architectures that stand for such a service, done in this process. */
package dev.modeldock.server.actions.services;
