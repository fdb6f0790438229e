"""Everything under import, export, predictions and files."""

from fastapi import APIRouter

from touchstone.transfers.export_routes import router as export_router
from touchstone.transfers.file_routes import router as file_router
from touchstone.transfers.import_routes import router as import_router
from touchstone.transfers.prediction_routes import router as prediction_router

router = APIRouter()
for part in (import_router, export_router, prediction_router, file_router):
    router.include_router(part)
