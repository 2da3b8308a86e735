FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --system --create-home modeldock
USER modeldock
WORKDIR /home/modeldock
COPY --from=build /src/server/target/modeldock.jar modeldock.jar
VOLUME /home/modeldock/modeldock-data
EXPOSE 8080
# Bound to all addresses inside the container, so every request needs a key: make one with
# docker exec CONTAINER java -jar modeldock.jar keys create --name me
ENTRYPOINT ["java", "-jar", "modeldock.jar", "--host", "0.0.0.0"]
