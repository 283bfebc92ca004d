// The picture of a product: a file of the manager's, or the one that is drawn.

import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/words";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { PICTURES } from "./productDraft";

export interface PictureFieldProps {
  /** Of the picture that was uploaded before, if that is to stay. */
  shownUrl: string | null;
  /** That was chosen now. */
  picture: File | null;
  error: string | undefined;
  onPicture: (picture: File | null) => void;
  onDrawn: () => void;
}

export function PictureField(props: PictureFieldProps) {
  const { shownUrl, picture, error, onPicture, onDrawn } = props;
  const chosenUrl = useDataUrl(error ? null : picture);
  const url = chosenUrl ?? shownUrl;
  return (
    <div class="product-picture">
      {url && <img src={url} alt="" width="96" height="96" />}
      <Field
        label={t("Picture")}
        error={error}
        hint={t(
          "The middle of it is shown as a square. Without a file one is drawn of the category.",
        )}
        isOptional
      >
        {(control) => (
          <input
            {...control}
            class="input"
            type="file"
            name="picture"
            accept={PICTURES.join(",")}
            onChange={({ currentTarget }) => onPicture(currentTarget.files?.[0] ?? null)}
          />
        )}
      </Field>
      {shownUrl && !picture && (
        <Button size="s" variant="quiet" onClick={onDrawn}>
          {t("Use a drawn picture")}
        </Button>
      )}
    </div>
  );
}

function useDataUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    setUrl(null);
    if (file === null) return;
    const reader = new FileReader();
    reader.onload = () => setUrl(String(reader.result));
    reader.readAsDataURL(file);
    return () => reader.abort();
  }, [file]);
  return url;
}
