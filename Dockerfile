FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --system --create-home modeldock && mkdir /data && chown modeldock /data
COPY --from=build /src/server/target/modeldock /src/server/target/modeldock.jar /opt/modeldock/
RUN ln -s /opt/modeldock/modeldock /usr/local/bin/modeldock
USER modeldock
WORKDIR /home/modeldock
# Bound to all addresses inside the container, so every request needs a key: make one with
# docker exec CONTAINER modeldock keys create --name me
ENV MODELDOCK_HOST=0.0.0.0 MODELDOCK_PORT=8080 MODELDOCK_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$MODELDOCK_PORT && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"ok\"' <&3"]
ENTRYPOINT ["modeldock"]
CMD ["serve"]
