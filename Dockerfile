# The one image of web, worker and beat; docker-compose.yml says which it is.

FROM python:3.11-slim AS packages
RUN python -m venv /opt/venv
COPY requirements/base.txt /requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --no-input --require-hashes -r /requirements.txt

FROM python:3.11-slim
RUN useradd --system --no-create-home --uid 10001 --shell /usr/sbin/nologin tfl
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=tfl.settings.prod
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Production settings refuse to start without these; nothing is reached and nothing stays in the image.
RUN SECRET_KEY=unused-in-this-step ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DATABASE_URL=postgres://localhost/unused REDIS_URL=redis://localhost:6379/0 \
    EMAIL_URL=consolemail:// DEFAULT_FROM_EMAIL=unused@localhost \
    python manage.py collectstatic --no-input
# The code belongs to root; the process may read it and write nothing.
USER 10001
EXPOSE 8000
CMD ["gunicorn", "tfl.wsgi", "--bind", "0.0.0.0:8000"]
