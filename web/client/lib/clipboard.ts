// Copying what stands in a field. Browsers have a clipboard for https pages only; elsewhere the old command copies what is selected.

export async function copyFrom(field: HTMLInputElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    document.execCommand("copy");
  }
}
